package dev.roadstead.controller.plan.backup;

import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.controller.plan.Note;
import dev.roadstead.model.Condition;
import dev.roadstead.model.GoDuration;
import dev.roadstead.model.VolumeBackup.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Decides what is to be done about a backup: whether it may begin, or be tried again, or is over. */
public final class BackupPlanner {
    /** How often it may be begun: more than that, and it is what ends the server each time, or cannot work. */
    static final int MAX_STARTS = 3;

    /** What is waited for wakes the backup; this is for what does not. */
    static final Duration WHILE_WAITING = Duration.ofSeconds(10);

    private static final List<Duration> BACKOFF = List.of(Duration.ofMinutes(1), Duration.ofMinutes(5));

    private final BackupSnapshot seen;
    private final Draft draft;

    private BackupPlanner(BackupSnapshot seen) {
        this.seen = seen;
        this.draft = new Draft(seen);
    }

    /** Pure: the same snapshot gives the same plan. */
    public static BackupPlan plan(BackupSnapshot seen) {
        return new BackupPlanner(seen).decide();
    }

    private BackupPlan decide() {
        Phase phase = BackupSnapshot.phase(seen.backup());
        if (phase == Phase.Running) {
            return new RunningBackup(seen, draft).decide();
        }
        List<BackupAction> left = released();
        if (!left.isEmpty()) {
            return draft.wait(RunningBackup.SOON, left);
        }
        if (seen.backup().metadata().deleting()) {
            return new BackupRemoval(seen, draft).decide();
        }
        if (phase != Phase.Pending) {
            return seen.run() instanceof RunView.None ? draft.rest() : draft.rest(new BackupAction.Drop());
        }
        return seen.isHeld() ? pending() : waits("Accepted", "It is looked at.", new BackupAction.Hold());
    }

    /** Containers that a backup which is not under way still keeps. */
    private List<BackupAction> released() {
        return seen.isGrouped()
                ? List.of()
                : seen.userGroup().told().stream()
                        .<BackupAction>map(BackupAction.Resume::new)
                        .toList();
    }

    private BackupPlan pending() {
        Duration left = untilNextTry();
        if (left.isPositive()) {
            return draft.wait(left, new BackupAction.Drop());
        }
        String repository = BackupSnapshot.repositoryOf(seen.backup(), seen.volume());
        String name = seen.backup().spec().volume();
        if (seen.volume() == null) {
            return waits("NoSuchVolume", "There is no Volume " + name + " in this namespace yet.");
        }
        if (repository == null) {
            return draft.condition(
                            Draft.UPLOADED, Condition.Status.False, "NoRepository", "Nobody says where it is to go.")
                    .note(Note.warning("BackupFailed", "It names no repository and Volume " + name + " neither."))
                    .ended()
                    .phase(
                            Phase.Failed,
                            "It names no repository, and Volume " + name
                                    + " has no backup policy that does. Make another one with spec.repository.")
                    .rest(new BackupAction.Drop());
        }
        var data = seen.volume().status();
        if (data == null || data.nodeName() == null || data.dockerVolume() == null) {
            return waits("NoData", "Volume " + name + " has no data yet: no container has used it.");
        }
        if (seen.repository() == null) {
            return waits("NoSuchRepository", "There is no BackupRepository " + repository + " yet.");
        }
        var state = seen.repository().status();
        if (state == null || !Conditions.isTrue(state.conditions(), "Ready")) {
            Condition ready = state == null ? null : Conditions.find(state.conditions(), "Ready");
            return waits(
                    "RepositoryNotReady",
                    "BackupRepository " + repository + " is not ready" + (ready == null ? "." : ": " + ready.message()));
        }
        if (seen.unreachable() != null) {
            return waits("Unreachable", "Node " + data.nodeName() + " cannot be asked: " + seen.unreachable());
        }
        String other = seen.rival() != null ? seen.rival() : seen.userGroup().other().orElse(null);
        if (other != null) {
            return waits("Waiting", other + " works with Volume " + name + "; this backup begins when it is done.");
        }
        return enter(data.nodeName(), repository);
    }

    private BackupPlan enter(String node, String repository) {
        return switch (seen.run()) {
            case RunView.None _ -> waits("Waiting", "It is about to begin.", new BackupAction.Enter(node));
            case RunView.InLine(int before) ->
                waits("Waiting", inLine(before));
            case RunView.Admitted _ -> RunningBackup.begin(seen, draft, repository);
            // What an attempt before came to; it was given up.
            case RunView.Active _, RunView.Ended _ -> draft.wait(RunningBackup.SOON, new BackupAction.Drop());
        };
    }

    static String inLine(int before) {
        return before == 1
                ? "Another backup or copy comes before this one."
                : before + " other backups or copies come before this one.";
    }

    private Duration untilNextTry() {
        if (draft.starts() == 0 || draft.completedAt() == null) {
            return Duration.ZERO;
        }
        return Duration.between(seen.now(), draft.completedAt().plus(backoff(draft.starts())));
    }

    private static Duration backoff(int starts) {
        return BACKOFF.get(Math.min(starts, BACKOFF.size()) - 1);
    }

    private BackupPlan waits(String reason, String why, BackupAction... actions) {
        boolean triedBefore = draft.failure() != null;
        if (!triedBefore) {
            draft.condition(Draft.UPLOADED, Condition.Status.Unknown, reason, why);
        }
        return draft.phase(Phase.Pending, why).wait(WHILE_WAITING, actions);
    }

    /** After hooks and containers are as they were before. */
    static BackupPlan failed(BackupSnapshot seen, Draft draft) {
        Condition failure = draft.failure();
        String why = failure == null ? "It was given up." : failure.message();
        List<BackupAction> drop = new ArrayList<>(List.of(new BackupAction.Drop()));
        boolean again = seen.isScheduled()
                && draft.starts() < MAX_STARTS
                && !seen.backup().metadata().deleting();
        draft.ended();
        if (again) {
            Duration wait = backoff(draft.starts());
            return draft.phase(
                            Phase.Pending,
                            "Attempt %d of %d failed: %s It is tried again after %s."
                                    .formatted(draft.starts(), MAX_STARTS, why, GoDuration.format(wait)))
                    .wait(wait, drop);
        }
        return draft.phase(Phase.Failed, why)
                .note(Note.warning("BackupFailed", why))
                .wait(RunningBackup.SOON, drop);
    }
}
