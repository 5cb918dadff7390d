package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.controller.plan.backup.RunView;
import dev.roadstead.controller.plan.backup.StepEnd.Broken;
import dev.roadstead.controller.plan.backup.StepEnd.Step;
import dev.roadstead.controller.run.RunState;
import dev.roadstead.controller.run.Runs;
import dev.roadstead.model.Resource;
import java.time.InstantSource;

/** Work in the background as plans see it. */
final class RunViews {
    private RunViews() {}

    static RunView of(Runs<BackupWork.Done> runs, Resource object, InstantSource clock) {
        String uid = object.metadata().requireUid();
        var before = runs.before(object.key(), uid);
        if (before.isEmpty()) {
            return new RunView.None();
        }
        if (before.getAsInt() > 0) {
            return new RunView.InLine(before.getAsInt());
        }
        return runs.state(object.key(), uid).map(state -> view(state, clock)).orElseGet(RunView.Admitted::new);
    }

    private static RunView view(RunState<BackupWork.Done> state, InstantSource clock) {
        return switch (state) {
            case RunState.Active<BackupWork.Done>(String step, long bytes) -> new RunView.Active(step, bytes);
            case RunState.Succeeded<BackupWork.Done>(BackupWork.Done done) -> new RunView.Ended(done.end(), done.at());
            // Failures of the work are its result; this is work that was ended before it began.
            case RunState.Failed<BackupWork.Done>(Throwable why) ->
                new RunView.Ended(new Broken(Step.PREPARE, "Cancelled", "It was ended: " + why), clock.instant());
        };
    }
}
