package dev.roadstead.controller.plan.backup;

import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.controller.plan.Note;
import dev.roadstead.controller.plan.backup.StepEnd.Broken;
import dev.roadstead.controller.plan.backup.StepEnd.Removed;
import dev.roadstead.controller.plan.backup.StepEnd.Step;
import dev.roadstead.model.Labels;
import dev.roadstead.model.VolumeBackup.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Decides what is to be done about a NamespaceBackup: hooks before in all its containers → all of them told to keep still →
 * a VolumeBackup of each volume → all told to go on once all are read → hooks after → the namespace's manifests.
 */
public final class GroupPlanner {
    private final GroupSnapshot seen;
    private final GroupDraft draft;

    private GroupPlanner(GroupSnapshot seen) {
        this.seen = seen;
        this.draft = new GroupDraft(seen);
    }

    /** Pure: the same snapshot gives the same plan. */
    public static GroupPlan plan(GroupSnapshot seen) {
        return new GroupPlanner(seen).decide();
    }

    private GroupPlan decide() {
        if (draft.phase() == Phase.Running) {
            return new RunningGroup(seen, draft).decide();
        }
        List<GroupAction.Resume> left =
                seen.users().told().stream().map(GroupAction.Resume::new).toList();
        if (!left.isEmpty()) {
            return draft.wait(RunningBackup.SOON, left);
        }
        if (seen.backup().metadata().deleting()) {
            return remove();
        }
        if (draft.phase() != Phase.Pending) {
            return draft.rest(new GroupAction.Drop());
        }
        return seen.isHeld() ? pending() : waits("It is looked at.", new GroupAction.Hold());
    }

    private GroupPlan pending() {
        String repository = seen.backup().spec().repository();
        if (seen.repository() == null) {
            return waits("There is no BackupRepository " + repository + " yet.");
        }
        var state = seen.repository().status();
        if (state == null || !Conditions.isTrue(state.conditions(), "Ready")) {
            return waits("BackupRepository " + repository + " is not ready.");
        }
        String taken = seen.nameTaken().orElse(null);
        if (taken != null) {
            return waits(taken);
        }
        for (GroupMember member : seen.members()) {
            if (member.obstacle() != null) {
                return waits(member.obstacle());
            }
        }
        String other = seen.users().other().orElse(null);
        if (other != null) {
            return waits(other + " keeps containers of this namespace; this backup begins when it is done.");
        }
        return switch (seen.run()) {
            case RunView.None _ ->
                draft.phase(Phase.Pending, "It is about to begin.")
                        .wait(RunningBackup.SOON, new GroupAction.Enter("namespace/" + seen.namespace()));
            case RunView.InLine(int before) -> waits(BackupPlanner.inLine(before));
            case RunView.Admitted _ ->
                draft.begins()
                        .phase(Phase.Running, "Hooks run in the containers.")
                        .wait(
                                RunningBackup.SOON,
                                new GroupAction.Prepare(seen.members().stream()
                                        .flatMap(member -> member.before().stream())
                                        .toList()));
            case RunView.Active _, RunView.Ended _ -> draft.wait(RunningBackup.SOON, new GroupAction.Drop());
        };
    }

    private GroupPlan waits(String why, GroupAction... actions) {
        return draft.phase(Phase.Pending, why).wait(BackupPlanner.WHILE_WAITING, actions);
    }

    private GroupPlan remove() {
        if (!seen.isHeld()) {
            return draft.rest(new GroupAction.Drop());
        }
        String id = draft.archive();
        String repository = seen.backup().spec().repository();
        if (id == null) {
            return letGo();
        }
        if (seen.namespaceGoing() || seen.repository() == null || seen.isAbandoned()) {
            draft.note(Note.warning(
                    "ArchiveLeft",
                    "The manifests of backup " + seen.name() + " stay in repository " + repository + "."));
            return letGo();
        }
        return switch (seen.run()) {
            case RunView.None _ -> draft.wait(RunningBackup.SOON, new GroupAction.Enter("repository/" + repository));
            case RunView.Admitted _ -> draft.wait(BackupPlanner.WHILE_WAITING, new GroupAction.Remove(repository, id));
            case RunView.InLine _, RunView.Active _ -> draft.wait(BackupPlanner.WHILE_WAITING);
            case RunView.Ended(Removed _, var _) -> letGo();
            case RunView.Ended(Broken(var step, var _, String message), Instant at)
            when step == Step.REMOVE -> {
                draft.says(
                        "Its manifests could not be removed from %s: %s It is tried again; annotation %s=true lets it go"
                                        .formatted(repository, message, Labels.ABANDON)
                                + " without.");
                Duration left = BackupRemoval.untilNextTry(at, seen.now());
                yield left.isPositive() ? draft.wait(left) : draft.wait(RunningBackup.SOON, new GroupAction.Drop());
            }
            case RunView.Ended _ -> draft.wait(RunningBackup.SOON, new GroupAction.Drop());
        };
    }

    private GroupPlan letGo() {
        return draft.rest(new GroupAction.Drop(), new GroupAction.LetGo());
    }
}
