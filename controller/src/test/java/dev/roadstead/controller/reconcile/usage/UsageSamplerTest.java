package dev.roadstead.controller.reconcile.usage;

import static dev.roadstead.controller.reconcile.usage.UsageWorld.hours;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.plan.ContainerUse;
import dev.roadstead.model.Meter;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class UsageSamplerTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final UsageWorld world = new UsageWorld();

    @Test
    void aSampleThatFailsCostsTheOthersAndTheNextRoundsNothing() throws InterruptedException {
        world.pass();
        Instant start = world.now;
        for (String name : new String[] {"bad-1", "web-1"}) {
            world.container(name);
            world.become(name, "{state: Running, startedAt: '%s', containerID: id-of-%s}".formatted(start, name));
        }
        Host engine = measuring(id -> {
            if (id.equals("id-of-bad-1")) {
                throw new IllegalStateException("an answer that nobody understands");
            }
            return new ContainerUse(Duration.between(start, world.now).toNanos() / 2, 0, null);
        });
        try (UsageSampler sampler =
                new UsageSampler(world.meters, world.caches(), _ -> new HostAccess.Open(engine), () -> world.now)) {
            for (int round = 0; round < 2; round++) {
                world.after(HOUR);
                sampler.round();
            }
        }
        world.pass();
        assertThat(world.total(Meter.CPU_USED)).isEqualTo(hours(1));
        assertThat(world.total(Meter.MEASURED_HOURS)).isEqualTo(hours(2));
        assertThat(world.total(Meter.CONTAINER_HOURS)).isEqualTo(hours(4));
    }

    /** An engine that is asked for nothing but use. */
    private static Host measuring(Function<String, ContainerUse> use) {
        return (Host) Proxy.newProxyInstance(
                Host.class.getClassLoader(), new Class<?>[] {Host.class}, (_, method, args) -> {
                    if (!method.getName().equals("use")) {
                        throw new UnsupportedOperationException(method.toString());
                    }
                    return Optional.of(use.apply(String.valueOf(args[0])));
                });
    }
}
