package dev.roadstead.controller.plan.backup;

import dev.roadstead.controller.plan.Note;
import dev.roadstead.controller.plan.backup.StepEnd.Broken;
import dev.roadstead.controller.plan.backup.StepEnd.Removed;
import dev.roadstead.controller.plan.backup.StepEnd.Step;
import dev.roadstead.controller.plan.backup.StepEnd.Stored;
import dev.roadstead.model.Labels;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeBackup.Phase;
import java.time.Duration;
import java.time.Instant;

/** Lets a deleted VolumeBackup go once its archive is gone; or leaves the archive, and says so. */
public final class BackupRemoval {
    private final BackupSnapshot seen;
    private final Draft draft;

    BackupRemoval(BackupSnapshot seen, Draft draft) {
        this.seen = seen;
        this.draft = draft;
    }

    /** Whether it waits for nothing but that its archive goes from this repository, unless something reads it. */
    public static boolean isDue(VolumeBackup backup, String repository) {
        VolumeBackup.Status status = backup.status();
        return backup.metadata().deleting()
                && backup.metadata().finalizers().contains(Labels.BACKUP_FINALIZER)
                && status != null
                && status.phase() != Phase.Running
                && status.id() != null
                && repository.equals(status.repository())
                && !BackupSnapshot.isAbandoned(backup);
    }

    BackupPlan decide() {
        if (!seen.isHeld()) {
            return draft.rest(new BackupAction.Drop());
        }
        Stored archive = draft.stored();
        if (archive == null) {
            return letGo();
        }
        String repository = draft.repository();
        if (seen.namespaceGoing()) {
            return leave("its namespace is being deleted, and backups are what that is survived by", repository);
        }
        if (seen.repository() == null) {
            return leave("there is no BackupRepository " + repository + " any more", repository);
        }
        if (seen.isAbandoned()) {
            return leave("annotation " + Labels.ABANDON + " says so", repository);
        }
        if (seen.reader() != null) {
            return draft.says(seen.reader() + " reads this backup; it is removed when that is done.")
                    .wait(BackupPlanner.WHILE_WAITING);
        }
        return remove(repository, archive.id());
    }

    private BackupPlan remove(String repository, String id) {
        return switch (seen.run()) {
            case RunView.None _ ->
                draft.says("Its archive is going to be removed from " + repository + ".")
                        .wait(RunningBackup.SOON, new BackupAction.Enter("repository/" + repository));
            case RunView.InLine _ -> draft.wait(BackupPlanner.WHILE_WAITING);
            case RunView.Admitted _ ->
                draft.says("Its archive is being removed from " + repository + ".")
                        .wait(BackupPlanner.WHILE_WAITING, new BackupAction.Remove(repository, id));
            case RunView.Active _ -> draft.wait(BackupPlanner.WHILE_WAITING);
            case RunView.Ended(Removed _, var _) -> letGo();
            case RunView.Ended(Broken(var step, var _, String message), Instant at)
            when step == Step.REMOVE -> {
                draft.says(
                        "Its archive could not be removed from %s: %s It is tried again; annotation %s=true lets it go"
                                        .formatted(repository, message, Labels.ABANDON)
                                + " without.");
                Duration left = untilNextTry(at, seen.now());
                yield left.isPositive() ? draft.wait(left) : draft.wait(RunningBackup.SOON, new BackupAction.Drop());
            }
            // What it came to before it was deleted.
            case RunView.Ended _ -> draft.wait(RunningBackup.SOON, new BackupAction.Drop());
        };
    }

    /** While it waits it keeps its place: without one it would ask for the next at once, and try again in it. */
    static Duration untilNextTry(Instant failed, Instant now) {
        return Duration.between(now, failed.plus(BackupPlanner.WHILE_WAITING));
    }

    private BackupPlan leave(String why, String repository) {
        draft.note(Note.warning(
                "ArchiveLeft",
                "Backup %s stays in repository %s: %s. Roadstead backup list shows it."
                        .formatted(seen.backup().metadata().name(), repository, why)));
        return letGo();
    }

    private BackupPlan letGo() {
        return draft.rest(new BackupAction.Drop(), new BackupAction.LetGo());
    }
}
