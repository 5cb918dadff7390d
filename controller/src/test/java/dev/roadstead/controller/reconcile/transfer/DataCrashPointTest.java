package dev.roadstead.controller.reconcile.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.CrashPoints;
import dev.roadstead.controller.fixture.TarTree;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * I5, I14: killed before or after any single effect of a restore or a move, the next server ends it as an undisturbed run
 * does. At every moment the Volume has what it had before, or all of what it is to have; what was stopped runs again, what
 * was off stays off, and no half-filled Docker volume is left. The points are taken from the undisturbed run's effects.
 */
class DataCrashPointTest {
    private record Scenario(String name, Consumer<DataFixture> before, Consumer<DataFixture> change) {
        DataFixture prepared() {
            DataFixture world = new DataFixture();
            before.accept(world);
            world.settle();
            world.restart();
            return world;
        }
    }

    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario("a swap", _ -> {}, world -> world.restore("undo", DataFixture.swap())),
            new Scenario("a new volume", _ -> {}, world -> world.restore("copy", DataFixture.newVolume("copy"))),
            new Scenario(
                    "a swap that is given back",
                    world -> world.restore("first", DataFixture.swap()),
                    world -> world.restore("back", RestoreReconcilerTest.giveBack("shop.data"))),
            new Scenario("a swap of a damaged backup", _ -> {}, world -> {
                world.repository.alter(
                        DataFixture.BACKUP, TarTree.empty().file("x", "y").tar());
                world.restore("undo", DataFixture.swap());
            }),
            new Scenario("a swap that somebody deletes in the middle", _ -> {}, world -> {
                world.restore("undo", DataFixture.swap());
                for (int i = 0; i < 5; i++) {
                    world.pass();
                }
                world.delete(ResourceType.VOLUME_RESTORE, "undo");
            }),
            new Scenario("a move", _ -> {}, world -> world.move("data", "b")),
            new Scenario("a move that is called off", _ -> {}, world -> {
                world.move("data", "b");
                world.pass();
                world.pass();
                world.pass();
                world.move("data", "a");
            }),
            new Scenario("a move that cannot be", _ -> {}, world -> {
                world.stubborn.add("web-1-0");
                world.move("data", "b");
            }),
            new Scenario(
                    "a clone",
                    _ -> {},
                    world -> world.volume("twin", "b", new Volume.Source(null, "data", null, null))),
            new Scenario(
                    "a volume made of a backup",
                    _ -> {},
                    world -> world.volume("made", "b", new Volume.Source(null, null, "nightly", null))),
            new Scenario("a volume made of a backup that cannot be read", _ -> {}, world -> {
                world.repository.alter(
                        DataFixture.BACKUP, TarTree.empty().file("x", "y").tar());
                world.volume("made", "b", new Volume.Source(null, null, "nightly", null));
            }));

    @TestFactory
    Stream<DynamicTest> theEndIsTheSameFromEveryCrashPoint() {
        return SCENARIOS.stream()
                .flatMap(scenario -> new CrashPoints<>(
                                scenario.name(),
                                scenario::prepared,
                                scenario.change(),
                                world -> world.settle(() -> requireWhole(world)),
                                world -> restart(world, scenario))
                        .tests());
    }

    /** What people were about to do when the process was killed, they do then. */
    private static void restart(DataFixture world, Scenario scenario) {
        world.restart();
        if (scenario.name().contains("deletes")
                && world.api
                        .find(ResourceType.VOLUME_RESTORE, DataFixture.NS, "undo")
                        .isPresent()) {
            world.delete(ResourceType.VOLUME_RESTORE, "undo");
        }
        if (scenario.name().contains("called off")) {
            world.move("data", "a");
        }
    }

    /** What it had, or what it is to have: never a part of one, never something of both. */
    private static void requireWhole(DataFixture world) {
        assertThat(world.files("data")).isIn(Set.of(DataFixture.LIVE.files(), DataFixture.KEPT.files()));
    }
}
