package dev.roadstead.controller.plan.backup;

import dev.roadstead.controller.plan.Note;
import dev.roadstead.controller.plan.backup.StepEnd.Broken;
import dev.roadstead.controller.plan.backup.StepEnd.CleanedUp;
import dev.roadstead.controller.plan.backup.StepEnd.Confirmed;
import dev.roadstead.controller.plan.backup.StepEnd.Prepared;
import dev.roadstead.controller.plan.backup.StepEnd.Removed;
import dev.roadstead.controller.plan.backup.StepEnd.Step;
import dev.roadstead.controller.plan.backup.StepEnd.Stored;
import dev.roadstead.model.BackupPolicy.Consistency;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Quiesce;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.OwnerReference;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeBackup.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides how a NamespaceBackup that is under way goes on. */
final class RunningGroup {
    private static final Duration WHILE_WORKING = Duration.ofSeconds(2);
    private static final Duration STANDSTILL = Duration.ofMinutes(2);
    private static final Duration RETURN = Duration.ofMinutes(1);

    /** Containers keep still no longer than this for a part that does not even begin. */
    private static final Duration WITHOUT_PROGRESS = Duration.ofMinutes(10);

    private final GroupSnapshot seen;
    private final GroupDraft draft;
    private final Users users;

    RunningGroup(GroupSnapshot seen, GroupDraft draft) {
        this.seen = seen;
        this.draft = draft;
        this.users = seen.users();
    }

    GroupPlan decide() {
        if (seen.backup().metadata().deleting() && draft.failure() == null) {
            return seen.run() instanceof RunView.Active
                    ? draft.says("It was deleted and is being ended.").wait(WHILE_WORKING, new GroupAction.Cancel())
                    : giveUp("Deleted", "It was deleted before it was complete.");
        }
        return switch (seen.run()) {
            case RunView.None _ -> interrupted();
            case RunView.InLine _ -> draft.wait(WHILE_WORKING, resume());
            case RunView.Admitted _ -> tidyUp(seen.now());
            case RunView.Active(String step, long _) ->
                (step.isEmpty() ? draft : draft.says(step + ".")).wait(WHILE_WORKING);
            case RunView.Ended(StepEnd end, Instant at) -> next(end, at);
        };
    }

    /** What all volumes were read for can be ended well; anything else is no longer of one point in time. */
    private GroupPlan interrupted() {
        if (draft.failure() == null && !isRead()) {
            return giveUp("Interrupted", "The server was started anew in the middle of it. Make another one.");
        }
        List<GroupAction> actions = new ArrayList<>(resume());
        actions.add(new GroupAction.Enter("namespace/" + seen.namespace()));
        return draft.wait(RunningBackup.SOON, actions);
    }

    private boolean isRead() {
        return seen.members().isEmpty()
                || (!draft.backups().isEmpty() && seen.members().stream().allMatch(GroupMember::isRead));
    }

    private GroupPlan next(StepEnd end, Instant at) {
        return switch (end) {
            case CleanedUp(String trouble) -> cleanedUp(trouble);
            case Broken(Step step, var _, String message) when step == Step.CLEAN_UP -> cleanedUp(message);
            case Broken(Step step, String reason, String message) when step == Step.STORE -> failed(reason, message);
            case Stored(String id, var _, var _, var _, var _, var _, var _) -> archived(id);
            case Broken(Step _, String reason, String message) ->
                draft.failure() == null ? giveUp(reason, message) : tidyUp(at);
            case Prepared _ -> draft.failure() == null && !isRead() ? read(at) : tidyUp(at);
            case Confirmed _, Removed _ -> giveUp("Interrupted", "It was interrupted. Make another one.");
        };
    }

    private GroupPlan read(Instant since) {
        Optional<String> taken = seen.nameTaken();
        if (taken.isPresent()) {
            return giveUp("NameTaken", taken.get());
        }
        if (seen.consistency() != Consistency.Hot && draft.backups().isEmpty()) {
            List<Container> untold = users.untold();
            if (!untold.isEmpty()) {
                boolean pause = seen.consistency() == Consistency.Pause;
                var quiesce = new Quiesce(users.by(), pause ? Quiesce.How.Pause : Quiesce.How.Stop);
                return draft.says(pause ? "All containers are being paused." : "All containers are being stopped.")
                        .wait(
                                RunningBackup.SOON,
                                untold.stream()
                                        .map(container -> new GroupAction.Quiet(container, quiesce))
                                        .toList());
            }
            List<String> restless = users.restless();
            if (!restless.isEmpty()) {
                return seen.now().isAfter(since.plus(STANDSTILL))
                        ? giveUp(
                                "NotQuiesced",
                                "Containers did not keep still in time: " + String.join(", ", restless)
                                        + ". See their conditions, and make another backup.")
                        : draft.wait(RunningBackup.SOON);
            }
        }
        if (seen.now().isAfter(lastProgress(since).plus(WITHOUT_PROGRESS))) {
            return giveUp(
                    "NoProgress", "Nothing was read for " + WITHOUT_PROGRESS.toMinutes() + " minutes. " + waiting());
        }
        List<GroupAction.CreatePart> missing = seen.members().stream()
                .filter(member -> member.part() == null)
                .map(member -> new GroupAction.CreatePart(part(member.name())))
                .toList();
        return draft.backups(seen.members().stream()
                        .map(member -> partName(member.name()))
                        .toList())
                .says("Its volumes are read into the repository.")
                .wait(WHILE_WORKING, missing);
    }

    /** What is under way ends by itself; what waits may wait for ever. */
    private Instant lastProgress(Instant since) {
        return seen.members().stream().anyMatch(GroupMember::isUnderWay)
                ? seen.now()
                : seen.members().stream()
                        .flatMap(member -> member.lastStep().stream())
                        .reduce(since, (a, b) -> a.isAfter(b) ? a : b);
    }

    private String waiting() {
        return seen.members().stream()
                .filter(member -> !member.isRead())
                .map(member -> "VolumeBackup " + partName(member.name()) + " waits: " + member.message())
                .collect(Collectors.joining(" ", "", " Make another one when that is settled."));
    }

    private String partName(String volume) {
        return seen.name() + "-" + volume;
    }

    private VolumeBackup part(String volume) {
        var owner = new OwnerReference(
                ResourceType.NAMESPACE_BACKUP.apiVersion(),
                ResourceType.NAMESPACE_BACKUP.kind(),
                seen.name(),
                seen.backup().metadata().requireUid(),
                true,
                false);
        ObjectMeta metadata = ObjectMeta.toCreate(
                seen.namespace(), partName(volume), Map.of(), List.of(Labels.BACKUP_FINALIZER), List.of(owner));
        var spec = new VolumeBackup.Spec(volume, seen.backup().spec().repository(), seen.consistency(), seen.name());
        return new VolumeBackup(metadata, spec, null);
    }

    private GroupPlan giveUp(String reason, String message) {
        return draft.condition(Condition.Status.False, reason, message)
                .says(message)
                .wait(RunningBackup.SOON, resume());
    }

    private List<GroupAction.Resume> resume() {
        return users.told().stream().map(GroupAction.Resume::new).toList();
    }

    private GroupPlan tidyUp(Instant since) {
        if (draft.failure() == null && !isRead()) {
            return giveUp("Interrupted", "The server was started anew in the middle of it. Make another one.");
        }
        if (!users.told().isEmpty()) {
            return draft.says("The containers go on.").wait(RunningBackup.SOON, resume());
        }
        if (users.areReturning() && seen.now().isBefore(since.plus(RETURN))) {
            return draft.wait(RunningBackup.SOON);
        }
        return draft.says("Hooks run in the containers.")
                .wait(
                        WHILE_WORKING,
                        new GroupAction.CleanUp(seen.members().stream()
                                .flatMap(member -> member.after().stream())
                                .toList()));
    }

    private GroupPlan cleanedUp(@Nullable String trouble) {
        if (trouble != null) {
            draft.note(Note.warning("HookFailed", "A hook after the backup failed: " + trouble));
        }
        Condition failure = draft.failure();
        return failure != null
                ? failed(failure.reason(), failure.message())
                : draft.says("The namespace's manifests are stored.")
                        .wait(
                                WHILE_WORKING,
                                new GroupAction.Archive(seen.backup().spec().repository()));
    }

    private GroupPlan archived(String id) {
        draft.archived(id);
        if (!seen.members().stream().allMatch(member -> member.part() == null || member.isOver())) {
            return draft.says("Its volumes are read back and compared.").wait(WHILE_WORKING);
        }
        List<String> broken = seen.members().stream()
                .filter(member -> !member.isComplete())
                .map(member -> partName(member.name()))
                .sorted()
                .toList();
        if (!broken.isEmpty()) {
            return failed(
                    "PartFailed",
                    "Not all volumes could be backed up; see kubectl describe vbk " + String.join(" ", broken) + ".");
        }
        String message = "It can be restored: %d volumes and the namespace's manifests."
                .formatted(seen.members().size());
        return draft.condition(Condition.Status.True, "Complete", message)
                .phase(Phase.Completed, message)
                .ends()
                .note(Note.normal("BackedUp", message))
                .rest(new GroupAction.Drop());
    }

    private GroupPlan failed(String reason, String message) {
        return draft.condition(Condition.Status.False, reason, message)
                .phase(Phase.Failed, message)
                .ends()
                .note(Note.warning("BackupFailed", message))
                .wait(RunningBackup.SOON, new GroupAction.Drop());
    }
}
