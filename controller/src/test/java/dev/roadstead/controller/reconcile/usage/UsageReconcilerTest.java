package dev.roadstead.controller.reconcile.usage;

import static dev.roadstead.controller.reconcile.usage.UsageWorld.hours;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.plan.usage.Sample;
import dev.roadstead.controller.plan.usage.Subject;
import dev.roadstead.model.Meter;
import dev.roadstead.model.ResourceType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What is counted, and that nothing is counted twice. */
class UsageReconcilerTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final UsageWorld world = new UsageWorld();

    @Test
    void aRunningContainerCountsWithWhatItRequestsUntilItEnds() {
        world.pass();
        world.container("web-1");
        world.run("web-1");
        world.after(HOUR);
        world.pass();
        world.after(HOUR);
        world.crash("web-1");
        world.after(HOUR);
        world.pass();
        assertThat(world.total(Meter.CONTAINER_HOURS)).isEqualTo(hours(2));
        assertThat(world.total(Meter.CPU_REQUESTED)).isEqualTo(hours(4));
        assertThat(world.total(Meter.MEMORY_REQUESTED)).isEqualTo(hours(2));
        assertThat(world.total(Meter.UNOBSERVED)).isEqualTo(hours(0));
        assertThat(world.report("2026-11").rows())
                .singleElement()
                .satisfies(row -> assertThat(List.of(row.namespace(), row.kind(), row.name()))
                        .containsExactly("acme-shop", "Application", "web"));
    }

    @Test
    void whatLivedBetweenTwoPassesAndIsGoneCounts() {
        world.pass();
        world.container("job-1");
        world.run("job-1");
        world.after(Duration.ofMinutes(2));
        world.crash("job-1");
        world.after(Duration.ofMinutes(1));
        world.run("job-1");
        world.after(Duration.ofMinutes(4));
        world.delete("job-1");
        world.after(Duration.ofMinutes(1));
        world.pass();
        assertThat(world.total(Meter.CONTAINER_HOURS)).isEqualTo(hours(0.1));
    }

    @Test
    void afterATimeWithoutAServerRunsCountByTheirTimesAndTheTimeIsNamed() {
        world.pass();
        world.container("web-1");
        world.run("web-1");
        world.after(Duration.ofMinutes(30));
        world.pass();
        world.after(HOUR);
        world.restart();
        world.pass();
        assertThat(world.total(Meter.CONTAINER_HOURS)).as("by its start").isEqualTo(hours(1.5));
        assertThat(world.total(Meter.UNOBSERVED)).isEqualTo(hours(1));
        world.after(HOUR);
        world.pass();
        assertThat(world.total(Meter.CONTAINER_HOURS)).isEqualTo(hours(2.5));
        assertThat(world.total(Meter.UNOBSERVED)).isEqualTo(hours(1));
    }

    @Test
    void aKillAtAnyWriteCountsNothingTwiceAndLosesNothingThatRuns() {
        for (int at = 0; at < 6; at++) {
            for (boolean before : List.of(true, false)) {
                UsageWorld killed = new UsageWorld();
                killed.container("web-1");
                killed.run("web-1");
                Effects deadly = new Effects();
                deadly.killAt(at, before);
                killed.api.effects(deadly);
                for (int pass = 0; pass < 8; pass++) {
                    killed.after(Duration.ofMinutes(15));
                    try {
                        killed.pass();
                    } catch (Effects.Killed e) {
                        killed.api.effects(new Effects());
                        killed.restart();
                    }
                }
                assertThat(killed.total(Meter.CONTAINER_HOURS))
                        .as("killed %s write %d", before ? "before" : "after", at)
                        .isEqualTo(hours(2));
            }
        }
    }

    @Test
    void twoServersAtOnceCountOnce() {
        UsageReconciler other = world.another();
        world.container("web-1");
        world.run("web-1");
        for (int pass = 0; pass < 8; pass++) {
            world.after(Duration.ofMinutes(15));
            world.pass();
            other.reconcile(UsageWorld.PROJECT);
        }
        assertThat(world.total(Meter.CONTAINER_HOURS)).isEqualTo(hours(2));
    }

    @Test
    void aReportThatChangedMeanwhileIsNotOverwritten() {
        world.pass();
        world.container("web-1");
        world.run("web-1");
        world.after(HOUR);
        Effects effects = new Effects();
        effects.freezeAt(0, () -> world.another().reconcile(UsageWorld.PROJECT));
        world.api.effects(effects);
        assertThatThrownBy(world::pass)
                .isInstanceOfSatisfying(
                        ApiCallException.class, e -> assertThat(e.conflict()).isTrue());
        world.after(HOUR);
        world.pass();
        assertThat(world.total(Meter.CONTAINER_HOURS)).isEqualTo(hours(2));
    }

    @Test
    void whatComesWhileAReportIsWrittenIsCountedByTheNextOne() {
        world.pass();
        world.container("job-1");
        world.run("job-1");
        world.after(HOUR);
        Effects effects = new Effects();
        effects.freezeAt(0, () -> {
            world.after(HOUR);
            world.delete("job-1");
        });
        world.api.effects(effects);
        world.pass();
        assertThat(world.total(Meter.CONTAINER_HOURS)).isEqualTo(hours(1));
        world.after(HOUR);
        world.pass();
        assertThat(world.total(Meter.CONTAINER_HOURS)).isEqualTo(hours(2));
    }

    @Test
    void whatComesWhileTheLastOfAMonthIsWrittenIsInTheNextMonth() {
        world.now = Instant.parse("2026-11-30T23:00:00Z");
        world.restart();
        world.pass();
        String uid = world.container("web-1").metadata().requireUid();
        world.run("web-1");
        Instant start = world.now;
        world.after(HOUR);
        Effects effects = new Effects();
        effects.freezeAt(0, () -> world.sampled(List.of(sample(uid, start, 1_800, 0))));
        world.api.effects(effects);
        world.pass();
        world.pass();
        assertThat(world.report("2026-11").totals()).doesNotContainKey(Meter.CPU_USED.key());
        assertThat(world.total("2026-12", Meter.CPU_USED)).isEqualTo(hours(0.5));
    }

    @Test
    void usedAmountsAreWhatLiesBetweenSamples() {
        world.pass();
        String old = world.container("old-1").metadata().requireUid();
        world.run("old-1");
        Instant start = world.now;
        world.after(HOUR);
        world.pass();
        world.restart();
        world.pass();
        world.sampled(List.of(sample(old, start, 7_000, 1L << 30)));
        assertThat(world.report("2026-11").totals()).doesNotContainKey(Meter.CPU_USED.key());
        world.after(Duration.ofMinutes(30));
        world.sampled(List.of(sample(old, start, 7_000 + 900, 2L << 30)));
        String young = world.container("young-1").metadata().requireUid();
        world.run("young-1");
        Instant again = world.now;
        world.after(Duration.ofMinutes(30));
        world.sampled(List.of(sample(young, again, 1_800, 0)));
        world.pass();
        assertThat(world.total(Meter.CPU_USED))
                .as("a quarter of an hour, and half an hour from the start of the other")
                .isEqualTo(hours(0.75));
        assertThat(world.total(Meter.MEASURED_HOURS)).isEqualTo(hours(1));
        assertThat(world.total(Meter.MEMORY_USED)).isEqualTo(hours(1));
        assertThat(world.total(Meter.CONTAINER_HOURS)).isEqualTo(hours(2.5));
    }

    @Test
    void aSampleThatComesAfterItsContainerWentCountsNothing() {
        world.pass();
        String uid = world.container("web-1").metadata().requireUid();
        world.run("web-1");
        Instant start = world.now;
        world.after(Duration.ofMinutes(30));
        world.sampled(List.of(sample(uid, start, 1_800, 0)));
        world.after(Duration.ofMinutes(1));
        Sample late = sample(uid, start, 1_860, 0);
        world.delete("web-1");
        world.sampled(List.of(late));
        world.pass();
        assertThat(world.total(Meter.CPU_USED)).isEqualTo(hours(0.5));
        assertThat(world.total(Meter.MEASURED_HOURS)).isEqualTo(hours(0.5));
    }

    private Sample sample(String uid, Instant startedAt, long cpuSeconds, long memory) {
        Subject web = new Subject("acme-shop", "Application", "web");
        return new Sample(uid, web, startedAt, world.now, cpuSeconds * 1_000_000_000, memory, null);
    }

    @Test
    void aTimeInWhichNobodyCountedForAProjectIsNamed() {
        world.pass();
        world.now = Instant.parse("2026-12-01T00:00:00Z");
        world.pass();
        world.meters.close(UsageWorld.PROJECT);
        world.after(HOUR);
        world.pass();
        assertThat(world.total("2026-12", Meter.UNOBSERVED)).isEqualTo(hours(1));
    }

    @Test
    void nothingIsWrittenWhereNothingRunsButOnceAnHour() {
        world.pass();
        long revision = world.api.revision();
        for (int pass = 0; pass < 11; pass++) {
            world.after(Duration.ofMinutes(5));
            world.pass();
        }
        assertThat(world.api.revision()).isEqualTo(revision);
        world.after(Duration.ofMinutes(5));
        world.pass();
        assertThat(world.api.revision()).isEqualTo(revision + 1);
    }

    /** Whatever happens: never more than was, and all of it unless it ran and went while nobody watched. */
    @RepeatedTest(40)
    void neverMoreThanWasAndAllOfItWhereAServerWatched() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        boolean kills = random.nextBoolean();
        world.pass();
        Duration truth = Duration.ZERO;
        boolean[] running = new boolean[3];
        for (int each = 0; each < running.length; each++) {
            world.container("c-" + each);
        }
        for (int step = 0; step < 120; step++) {
            Duration time = Duration.ofSeconds(random.nextInt(1, 20_000));
            for (boolean each : running) {
                truth = each ? truth.plus(time) : truth;
            }
            world.after(time);
            int which = random.nextInt(running.length);
            switch (random.nextInt(kills ? 4 : 3)) {
                case 0 -> {
                    if (running[which]) {
                        world.crash("c-" + which);
                    } else {
                        world.run("c-" + which);
                    }
                    running[which] = !running[which];
                }
                case 1, 2 -> world.pass();
                default -> world.restart();
            }
        }
        for (int pass = 0; pass < 4; pass++) {
            world.pass();
        }
        BigDecimal counted = world.api.list(ResourceType.USAGE_REPORT).items().stream()
                .map(report -> world.total(report.spec().month(), Meter.CONTAINER_HOURS))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal was = hours(truth.toSeconds() / 3600.0);
        assertThat(counted.subtract(was)).as("seed %d", seed).isLessThanOrEqualTo(new BigDecimal("0.01"));
        if (!kills) {
            assertThat(was.subtract(counted)).as("seed %d", seed).isLessThanOrEqualTo(new BigDecimal("0.01"));
        }
    }
}
