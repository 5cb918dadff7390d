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
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides how a backup that is under way goes on. */
final class RunningBackup {
    static final Duration SOON = Duration.ofMillis(500);

    /** A status is told as often as somebody may look at it. */
    private static final Duration WHILE_WORKING = Duration.ofSeconds(2);

    /** More than a pause takes by far; beside the grace period of those that are stopped. */
    private static final Duration STANDSTILL = Duration.ofMinutes(1);

    /** How long hooks wait for containers that are to run again. */
    private static final Duration RETURN = Duration.ofMinutes(1);

    private static final String READ =
            "Its files are read. It is read back when all volumes of its group are read and there is a place for it.";

    private final BackupSnapshot seen;
    private final Draft draft;
    private final Users users;

    RunningBackup(BackupSnapshot seen, Draft draft) {
        this.seen = seen;
        this.draft = draft;
        this.users = seen.userGroup();
    }

    /** The first step of an attempt; that it began is recorded before anything is done. */
    static BackupPlan begin(BackupSnapshot seen, Draft draft, String repository) {
        RunningBackup running = new RunningBackup(seen, draft);
        draft.begins(seen.consistency(), repository)
                .phase(Phase.Running, seen.preHook() == null ? "It begins." : "Its hooks run in the containers.");
        return draft.wait(WHILE_WORKING, new BackupAction.Prepare(running.node(), running.users.calls(seen.preHook())));
    }

    BackupPlan decide() {
        if (seen.backup().metadata().deleting() && draft.failure() == null) {
            return withdraw();
        }
        return switch (seen.run()) {
            case RunView.None _ -> interrupted();
            case RunView.InLine(int before) ->
                draft.says(whyAgain() + " " + BackupPlanner.inLine(before)).wait(BackupPlanner.WHILE_WAITING);
            case RunView.Admitted _ -> again();
            case RunView.Active(String step, long bytes) -> progress(step, bytes);
            case RunView.Ended(StepEnd end, Instant at) -> next(end, at);
        };
    }

    private BackupPlan progress(String step, long bytes) {
        if (!step.isEmpty()) {
            draft.says(bytes == 0 ? step + "." : step + ": " + Sizes.of(bytes).text() + " bytes so far.");
        }
        return draft.wait(WHILE_WORKING);
    }

    private BackupPlan next(StepEnd end, Instant at) {
        if (draft.failure() != null || draft.isUploaded()) {
            return switch (end) {
                case CleanedUp(String trouble) -> cleanedUp(trouble);
                case Confirmed _ -> completed();
                case Broken(Step step, String reason, String message)
                when step == Step.CONFIRM ->
                    draft.failure() == null ? unverified(reason, message) : BackupPlanner.failed(seen, draft);
                case Broken(Step step, var _, String message) when step == Step.CLEAN_UP -> cleanedUp(message);
                case Broken _, Prepared _, Stored _, Removed _ -> tidyUp(at);
            };
        }
        return switch (end) {
            case Prepared _ -> quiet(at);
            case Stored stored -> stored(stored);
            case Broken(Step _, String reason, String message) -> giveUp(reason, message);
            case CleanedUp _, Confirmed _, Removed _ -> giveUp("Interrupted", "It was interrupted. Make another one.");
        };
    }

    /** Somebody deleted it: containers and hooks first. */
    private BackupPlan withdraw() {
        if (seen.run() instanceof RunView.Active) {
            return draft.says("It was deleted and is being ended.").wait(WHILE_WORKING, new BackupAction.Cancel());
        }
        return giveUp("Deleted", "It was deleted before it was complete.");
    }

    /**
     * The server was started anew, or another one took over: nothing is under way. A NamespaceBackup's containers do not
     * keep still until its part has a place again; a part that is read has given its place to others, and wants one again.
     */
    private BackupPlan interrupted() {
        if (seen.isGrouped() && draft.failure() == null && !draft.isUploaded()) {
            draft.condition(Draft.UPLOADED, Condition.Status.False, "Interrupted", "The server was started anew.");
            return BackupPlanner.failed(seen, draft);
        }
        if (seen.groupWaits() && draft.isUploaded() && draft.failure() == null) {
            // Others of the group need the place to be read, and containers keep still for them.
            return draft.says(READ).wait(WHILE_WORKING);
        }
        List<BackupAction> actions = new ArrayList<>(released());
        if (data() == null) {
            return actions.isEmpty() ? BackupPlanner.failed(seen, draft) : draft.wait(SOON, actions);
        }
        actions.add(new BackupAction.Enter(node()));
        return draft.says(whyAgain()).wait(SOON, actions);
    }

    private String whyAgain() {
        return seen.isGrouped() && draft.isUploaded()
                ? READ
                : "The server was started anew; this backup goes on when there is a place for it.";
    }

    private BackupPlan again() {
        if (draft.failure() != null || draft.isUploaded()) {
            return tidyUp(seen.now());
        }
        List<BackupAction> held = released();
        if (!held.isEmpty()) {
            return draft.wait(SOON, held);
        }
        if (seen.unreachable() != null) {
            return draft.says("Node " + node() + " cannot be asked: " + seen.unreachable())
                    .wait(BackupPlanner.WHILE_WAITING);
        }
        if (draft.starts() >= BackupPlanner.MAX_STARTS) {
            return giveUp(
                    "Interrupted",
                    "It was begun %d times and the server was started anew each time before it was complete. See the"
                                    .formatted(draft.starts())
                            + " server's log, and make another backup.");
        }
        draft.quiesced(List.of());
        return begin(seen, draft, draft.repository());
    }

    private BackupPlan quiet(Instant since) {
        Consistency how = seen.consistency();
        if (how == Consistency.Hot) {
            return store();
        }
        if (seen.isGrouped()) {
            return users.restless().isEmpty()
                    ? store()
                    : giveUp(
                            "GroupEnded",
                            "NamespaceBackup " + seen.backup().spec().group()
                                    + " does not keep the containers still any more. Make another one.");
        }
        Optional<String> other = users.other();
        if (other.isPresent()) {
            return giveUp("NotQuiesced", other.get() + " keeps a container of this volume. Make another backup later.");
        }
        List<String> names = users.names();
        List<Container> untold = users.untold();
        if (!draft.quiesced().equals(names) || !untold.isEmpty()) {
            var quiesce = new Quiesce(users.by(), how == Consistency.Pause ? Quiesce.How.Pause : Quiesce.How.Stop);
            draft.quiesced(names)
                    .says(how == Consistency.Pause ? "Containers are being paused." : "Containers are being stopped.");
            return draft.wait(
                    SOON,
                    untold.stream()
                            .map(container -> new BackupAction.Quiet(container, quiesce))
                            .toList());
        }
        List<String> restless = users.restless();
        if (restless.isEmpty()) {
            return store();
        }
        Duration patience = STANDSTILL.plus(how == Consistency.Stop ? longestGrace() : Duration.ZERO);
        return seen.now().isAfter(since.plus(patience))
                ? giveUp(
                        "NotQuiesced",
                        "Containers did not keep still in time: " + String.join(", ", restless)
                                + ". See their conditions, and make another backup.")
                : draft.wait(SOON);
    }

    private Duration longestGrace() {
        return users.all().stream()
                .map(user -> user.spec().template().stopGracePeriod())
                .reduce(Duration.ZERO, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }

    private BackupPlan store() {
        Volume.Status data = data();
        if (data == null) {
            return giveUp("NoData", "Volume " + seen.backup().spec().volume() + " went away before it was read.");
        }
        String volume = Objects.requireNonNull(data.dockerVolume());
        return draft.says("Its files are read into the repository.")
                .wait(WHILE_WORKING, new BackupAction.Store(node(), volume, draft.repository()));
    }

    /** Whoever kept still goes on before anything else is done. */
    private BackupPlan stored(Stored stored) {
        draft.stored(stored, howItWasRead(stored));
        if (seen.isGrouped()) {
            return draft.says(READ).wait(SOON, new BackupAction.Drop());
        }
        return draft.says("Its files are read; the containers go on.").wait(SOON, released());
    }

    private String howItWasRead(Stored stored) {
        StringBuilder how = new StringBuilder("All files are in the repository.");
        if (stored.changed() > 0) {
            how.append(" %d of them are younger than its begin and may have changed while they were read;"
                            .formatted(stored.changed()))
                    .append(" consistency Pause or Stop, or a hook, avoids that.");
        }
        List<String> off = users.off();
        boolean hooks = seen.preHook() != null || seen.postHook() != null;
        if (hooks && !off.isEmpty() && draft.quiesced().isEmpty()) {
            how.append(" No hook ran in what was not running: ")
                    .append(String.join(", ", off))
                    .append(".");
        }
        return how.toString();
    }

    private BackupPlan giveUp(String reason, String message) {
        String type = draft.isUploaded() ? Draft.VERIFIED : Draft.UPLOADED;
        draft.condition(type, Condition.Status.False, reason, message).says(message);
        return draft.wait(SOON, released());
    }

    private BackupPlan unverified(String reason, String message) {
        draft.condition(Draft.VERIFIED, Condition.Status.False, reason, message);
        return BackupPlanner.failed(seen, draft);
    }

    /** Containers go on, then hooks run; both whether it went well or not. */
    private BackupPlan tidyUp(Instant since) {
        List<BackupAction> held = released();
        if (!held.isEmpty()) {
            return draft.wait(SOON, held);
        }
        boolean restarted = seen.run() instanceof RunView.Admitted;
        draft.quiesced(List.of());
        if (restarted && draft.starts() > BackupPlanner.MAX_STARTS) {
            return draft.failure() == null
                    ? unverified("Interrupted", "The server was started anew each time before it was read back.")
                    : BackupPlanner.failed(seen, draft);
        }
        boolean hooks = seen.postHook() != null && data() != null;
        if (hooks && users.areReturning() && seen.now().isBefore(since.plus(RETURN)) && seen.unreachable() == null) {
            return draft.says("The containers go on.").wait(SOON);
        }
        if (restarted) {
            draft.started();
        }
        if (hooks) {
            return draft.says("Its hooks run in the containers.")
                    .wait(WHILE_WORKING, new BackupAction.CleanUp(node(), users.calls(seen.postHook())));
        }
        return cleanedUp(null);
    }

    private BackupPlan cleanedUp(@Nullable String trouble) {
        if (trouble != null) {
            draft.note(Note.warning("HookFailed", "The hook after the backup failed: " + trouble));
        }
        if (draft.failure() != null) {
            return BackupPlanner.failed(seen, draft);
        }
        Stored stored = Objects.requireNonNull(draft.stored());
        return draft.says("It is read back and compared.")
                .wait(WHILE_WORKING, new BackupAction.Confirm(draft.repository(), stored.id()));
    }

    private BackupPlan completed() {
        String id = Objects.requireNonNull(draft.stored()).id();
        Optional<String> drop = SizeGuard.drop(seen.previous(), draft.status());
        drop.ifPresentOrElse(
                what -> draft.condition(Draft.PLAUSIBLE, Condition.Status.False, "SizeDropped", what)
                        .note(Note.warning("SizeDropped", what)),
                () -> draft.condition(
                        Draft.PLAUSIBLE,
                        Condition.Status.True,
                        "AsBefore",
                        seen.previous() == null
                                ? "There is none before to compare it with."
                                : "It is not far smaller than the one before."));
        return draft.condition(
                        Draft.VERIFIED, Condition.Status.True, "ReadBack", "All of it was read back and is the same.")
                .phase(
                        Phase.Completed,
                        "It can be restored."
                                + drop.map(
                                                what ->
                                                        " But see whether data was lost: it is far smaller than the one before.")
                                        .orElse(""))
                .note(Note.normal("BackedUp", "Backup %s is complete and was read back".formatted(id.substring(0, 8))))
                .ended()
                .rest(new BackupAction.Drop());
    }

    /** A part of a NamespaceBackup leaves that to it. */
    private List<BackupAction> released() {
        return seen.isGrouped()
                ? List.of()
                : users.told().stream()
                        .<BackupAction>map(BackupAction.Resume::new)
                        .toList();
    }

    private Volume.@Nullable Status data() {
        Volume.Status status = seen.volume() == null ? null : seen.volume().status();
        return status == null || status.nodeName() == null || status.dockerVolume() == null ? null : status;
    }

    private String node() {
        return Objects.requireNonNull(Objects.requireNonNull(data()).nodeName());
    }
}
