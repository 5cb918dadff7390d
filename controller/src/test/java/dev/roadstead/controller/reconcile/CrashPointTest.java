package dev.roadstead.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Effects.Killed;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.fixture.World;
import dev.roadstead.controller.plan.Limits;
import dev.roadstead.controller.plan.ObservedContainer.Granted;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * I5: killed before or after any single effect, the controllers reach the same end as an undisturbed run. The points are
 * taken from the effects of the undisturbed run, so a new effect is covered without anybody thinking of it.
 */
class CrashPointTest {
    /** What has been settled before, and the change during which the process dies. */
    private record Scenario(String name, Consumer<World> before, Consumer<World> change) {
        Map<String, String> undisturbed(World world) {
            before.accept(world);
            world.restart();
            change.accept(world);
            world.settle();
            return world.summary();
        }

        World killedAt(int effect, boolean beforeIt) {
            World world = new World();
            before.accept(world);
            world.restart();
            world.effects().killAt(effect, beforeIt);
            change.accept(world);
            boolean killed = false;
            try {
                world.settle();
            } catch (Killed e) {
                killed = true;
            }
            assertThat(killed).as("the run reaches effect %d", effect).isTrue();
            world.restart();
            world.settle();
            return world;
        }
    }

    @TestFactory
    Stream<DynamicTest> theEndIsTheSameFromEveryCrashPoint() {
        Apps first = Apps.of(2, "app:1");
        Apps withPort = first.replicas(1).template(Templates.withHostPort("app:1", 8080));
        return Stream.of(
                        new Scenario("a new application", world -> {}, world -> world.submit(first)),
                        new Scenario("a rolling update", settled(first), world -> world.submit(first.image("app:2"))),
                        new Scenario(
                                "an update by recreation",
                                settled(first.recreate()),
                                world -> world.submit(first.recreate().image("app:2"))),
                        new Scenario(
                                "an update that hands over a host port",
                                settled(withPort),
                                world -> world.submit(withPort.template(Templates.withHostPort("app:2", 8080)))),
                        new Scenario("scaling down", settled(first), world -> world.submit(first.replicas(1))),
                        new Scenario(
                                "stopping", settled(first), world -> world.submit(first.state(DesiredState.Stopped))),
                        new Scenario(
                                "a container that was removed by hand",
                                settled(first),
                                world -> world.host().vanish("shop.web.1.0")),
                        new Scenario(
                                "a container that failed",
                                settled(first),
                                world -> world.host().exit("shop.web.1.0", 1)),
                        new Scenario(
                                "a new application with files and hooks",
                                CrashPointTest::secret,
                                world -> world.submit(first.replicas(1).template(withFilesAndHooks()))),
                        new Scenario("a container that was renamed and limited by hand", settled(first), world -> {
                            world.host().rename("shop.web.1.0", "mine");
                            world.host().limit("mine", new Granted(new Limits(1, 1, 1), 1, true, false));
                        }),
                        new Scenario("deletion", settled(first), World::delete))
                .flatMap(CrashPointTest::points);
    }

    private static void secret(World world) {
        ObjectMeta metadata = ObjectMeta.toCreate("shop", "tls", Map.of(), List.of(), List.of());
        world.api().create(ResourceType.SECRET, new Secret(metadata, Map.of("key", new byte[] {1})));
    }

    private static ContainerTemplate withFilesAndHooks() {
        return Templates.changed(Templates.image("app:1"), t -> {
            t.putArray("volumes")
                    .addObject()
                    .put("mountPath", "/tls")
                    .putObject("secret")
                    .put("name", "tls");
            t.putObject("hooks")
                    .putObject("postStart")
                    .putObject("exec")
                    .putArray("command")
                    .add("warm");
        });
    }

    private static Stream<DynamicTest> points(Scenario scenario) {
        World undisturbed = new World();
        Map<String, String> end = scenario.undisturbed(undisturbed);
        List<String> effects = undisturbed.effects().done();
        assertThat(effects).as(scenario.name()).isNotEmpty();
        return IntStream.range(0, effects.size())
                .boxed()
                .flatMap(effect -> Stream.of(true, false)
                        .map(before -> DynamicTest.dynamicTest(
                                "%s, killed %s effect %d, %s"
                                        .formatted(
                                                scenario.name(),
                                                before ? "before" : "after",
                                                effect,
                                                effects.get(effect)),
                                () -> assertThat(scenario.killedAt(effect, before)
                                                .summary())
                                        .isEqualTo(end))));
    }

    private static Consumer<World> settled(Apps spec) {
        return world -> {
            world.submit(spec);
            world.settle();
        };
    }
}
