package dev.roadstead.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.World;
import dev.roadstead.controller.plan.Names;
import dev.roadstead.controller.plan.Note;
import dev.roadstead.controller.plan.Orphans;
import dev.roadstead.controller.plan.OwnedContainer;
import dev.roadstead.controller.reconcile.node.OrphanSweep;
import dev.roadstead.model.Container;
import dev.roadstead.model.ResourceType;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * I6: a process that froze right before any single effect, was replaced, and then goes on with what it had planned, does no
 * lasting harm: one container for each slot, and the end is what the users asked for last. No Lease is in the way here: they
 * save work, they do not provide safety. What the frozen one still makes on an engine, the sweep of its node takes away.
 */
class FrozenProcessTest {
    private static final Apps FIRST = Apps.of(2, "app:1");

    /** What the first process is at when it freezes, and what users ask for before it goes on. */
    private record Scenario(
            String name, Consumer<World> change, Consumer<World> meanwhile, int replicas, String image) {
        List<String> effects() {
            World world = started();
            change.accept(world);
            world.settle();
            return world.effects().done();
        }

        World frozenAt(int effect) {
            World world = started();
            world.freezeAt(effect, () -> meanwhile.accept(world));
            change.accept(world);
            world.settle();
            collectGarbage(world);
            return world;
        }

        /** As the server does: what belongs to an object that is gone goes after it. */
        private static void collectGarbage(World world) {
            if (world.api().find(ResourceType.APPLICATION, "shop", "web").isPresent()) {
                return;
            }
            world.containers()
                    .forEach(c -> world.api()
                            .delete(
                                    ResourceType.CONTAINER,
                                    "shop",
                                    c.metadata().name(),
                                    c.metadata().requireUid()));
            world.settle();
        }

        private static World started() {
            World world = new World();
            world.submit(FIRST);
            world.settle();
            world.restart();
            return world;
        }

        void check(World world) {
            List<Note> reported = sweep(world);
            List<Container> containers = world.containers();
            assertThat(containers).hasSize(replicas);
            assertThat(containers)
                    .allSatisfy(c -> assertThat(c.spec().template().image()).isEqualTo(image));
            Set<String> wanted = containers.stream().map(Names::docker).collect(Collectors.toSet());
            if (replicas > 0) {
                assertThat(world.host().names()).isEqualTo(wanted);
                assertThat(world.summary().get("application"))
                        .startsWith(replicas + " of " + replicas)
                        .contains("Ready=True");
            } else {
                // Without an Application nobody can know whether it is still needed: people are told.
                assertThat(world.host().names())
                        .allSatisfy(name -> assertThat(reported)
                                .anySatisfy(note -> assertThat(note.message()).contains(name)));
            }
        }

        /** What the node's reconciler does every half minute. */
        private static List<Note> sweep(World world) {
            List<OwnedContainer> docker = world.host().containers(World.INSTALLATION);
            return new OrphanSweep(world.api())
                    .sweep("a", world.host(), Orphans.suspects(docker, world.containers(), "a"));
        }
    }

    @TestFactory
    Stream<DynamicTest> aFrozenProcessThatGoesOnDoesNoHarm() {
        Apps more = FIRST.replicas(4);
        Apps other = FIRST.image("app:2");
        return Stream.of(
                        new Scenario("scaling up", submit(more), world -> {}, 4, "app:1"),
                        new Scenario("scaling up, down again meanwhile", submit(more), submit(FIRST), 2, "app:1"),
                        new Scenario("an update", submit(other), world -> {}, 2, "app:2"),
                        new Scenario("an update, undone meanwhile", submit(other), submit(FIRST), 2, "app:1"),
                        new Scenario(
                                "an update, another one meanwhile",
                                submit(other),
                                submit(FIRST.image("app:3")),
                                2,
                                "app:3"),
                        new Scenario("an update, deleted meanwhile", submit(other), World::delete, 0, "app:2"),
                        new Scenario(
                                "scaling down, up again meanwhile",
                                submit(FIRST.replicas(1)),
                                submit(FIRST),
                                2,
                                "app:1"))
                .flatMap(FrozenProcessTest::points);
    }

    private static Stream<DynamicTest> points(Scenario scenario) {
        List<String> effects = scenario.effects();
        assertThat(effects).as(scenario.name()).isNotEmpty();
        return IntStream.range(0, effects.size())
                .mapToObj(effect -> DynamicTest.dynamicTest(
                        "%s, frozen before effect %d, %s".formatted(scenario.name(), effect, effects.get(effect)),
                        () -> scenario.check(scenario.frozenAt(effect))));
    }

    private static Consumer<World> submit(Apps spec) {
        return world -> world.submit(spec);
    }
}
