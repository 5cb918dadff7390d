package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.controller.fixture.CrashPoints;
import dev.roadstead.model.BackupPolicy.Consistency;
import dev.roadstead.model.Labels;
import dev.roadstead.model.VolumeBackup;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * I5, I13: killed before or after any single effect of a backup, the next server ends it as an undisturbed run does:
 * containers run (what was off is off), hooks were run to the last, and what is listed is whole and listed once.
 */
class BackupCrashPointTest {
    private record Scenario(String name, Consistency consistency, boolean hooks, Consumer<BackupWorld> change) {
        BackupWorld prepared() {
            BackupWorld world = new BackupWorld(hooks ? Policies.withHooks(consistency) : Policies.of(consistency));
            world.containers();
            return world;
        }
    }

    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario("paused, with hooks", Consistency.Pause, true, world -> world.submit("now")),
            new Scenario("stopped", Consistency.Stop, false, world -> world.submit("now")),
            new Scenario("hot", Consistency.Hot, false, world -> world.submit("now")),
            new Scenario("a hook that fails", Consistency.Stop, true, world -> {
                world.failHook("dump");
                world.submit("now");
            }),
            new Scenario("a scheduled one that is tried again", Consistency.Pause, true, world -> {
                world.failHook("dump");
                world.submit(
                        "nightly",
                        Map.of(Labels.SCHEDULED_AT, "2026-03-01T12:00:00Z"),
                        new VolumeBackup.Spec("data", "store", null, null));
            }));

    @TestFactory
    Stream<DynamicTest> theEndIsTheSameFromEveryCrashPoint() {
        return SCENARIOS.stream()
                .flatMap(scenario -> new CrashPoints<>(
                                scenario.name(),
                                scenario::prepared,
                                scenario.change(),
                                BackupWorld::settle,
                                BackupWorld::restart)
                        .tests());
    }
}
