package dev.roadstead.controller.plan.transfer;

import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.controller.plan.Note;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.Status;
import dev.roadstead.model.Volume.Transfer;
import dev.roadstead.model.Volume.Transfer.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a Volume's status says of a copy, as it follows from what it said before. */
final class TransferStatus {
    /** Whether the data is where it is to be. */
    static final String PLACED = "Placed";

    private static final Duration SOON = Duration.ofSeconds(2);

    private final TransferSnapshot seen;
    private final Instant now;

    TransferStatus(TransferSnapshot seen) {
        this.seen = seen;
        this.now = seen.now().truncatedTo(ChronoUnit.SECONDS);
    }

    /** Nothing is under way, and nothing is to be said that was not said before. */
    TransferPlan quiet(List<DataAction> actions) {
        return new TransferPlan(actions, null, List.of(), Optional.empty());
    }

    /** Nothing is under way any more. */
    TransferPlan none(List<DataAction> actions) {
        return new TransferPlan(
                actions, Switch.transfer(Switch.statusOf(seen.volume()), null), List.of(), Optional.of(SOON));
    }

    /** It is not wanted any more. */
    TransferPlan withdrawn(List<DataAction> actions) {
        Status none = Switch.transfer(Switch.statusOf(seen.volume()), null);
        String message = "It stays where it is.";
        return new TransferPlan(
                actions,
                none.dockerVolume() == null ? none : withCondition(none, Condition.Status.True, "Placed", message),
                List.of(),
                Optional.of(SOON));
    }

    /** The same, and these effects. */
    TransferPlan goesOn(Transfer was, List<DataAction> actions) {
        return goesOn(was, was.phase(), null, was.message(), actions.toArray(DataAction[]::new));
    }

    /** It has not begun, and this is why. */
    TransferPlan waits(String reason, String message, Duration lookAgain) {
        return new TransferPlan(
                List.of(),
                withCondition(
                        Switch.transfer(Switch.statusOf(seen.volume()), null), Condition.Status.False, reason, message),
                List.of(),
                Optional.of(lookAgain));
    }

    TransferPlan begins(Phase phase, @Nullable String from, String to, String dockerVolume, String message) {
        Transfer transfer = new Transfer(phase, from, to, dockerVolume, null, now, now, message);
        Status status = withCondition(
                Switch.transfer(Switch.statusOf(seen.volume()), transfer), Condition.Status.False, "Copying", message);
        return new TransferPlan(List.of(), status, List.of(Note.normal("Copying", message)), Optional.of(SOON));
    }

    TransferPlan goesOn(Transfer was, Phase phase, @Nullable Long bytes, String message, DataAction... actions) {
        @Nullable Instant since = was.phase() == phase ? was.phaseSince() : now;
        Transfer next = new Transfer(
                phase,
                was.from(),
                was.to(),
                was.dockerVolume(),
                bytes == null ? was.bytes() : Quantity.of(String.valueOf(bytes)),
                was.startedAt(),
                since,
                message);
        Status status = Switch.transfer(Switch.statusOf(seen.volume()), next);
        return new TransferPlan(List.of(actions), notReady(status, "Copying", message), List.of(), Optional.of(SOON));
    }

    /** Undone; it is not tried again until the spec asks for something else. */
    TransferPlan failed(Transfer was, String reason, String message, List<DataAction> undo) {
        Transfer next = new Transfer(
                Phase.Failed, was.from(), was.to(), was.dockerVolume(), was.bytes(), was.startedAt(), now, message);
        Status status = withCondition(
                Switch.transfer(Switch.statusOf(seen.volume()), next), Condition.Status.False, reason, message);
        return new TransferPlan(undo, status, List.of(Note.warning(reason, message)), Optional.of(SOON));
    }

    /** The one write that makes what was copied the Volume's data; whoever stood still for it runs again afterwards. */
    TransferPlan arrived(Transfer was, Status switched, String message) {
        Transfer next = new Transfer(
                Phase.Starting, was.from(), was.to(), was.dockerVolume(), was.bytes(), was.startedAt(), now, message);
        return new TransferPlan(
                List.of(new DataAction.DropWork()),
                withCondition(Switch.transfer(switched, next), Condition.Status.True, "Placed", message),
                List.of(Note.normal("Copied", message)),
                Optional.of(SOON));
    }

    /** Whether what is asked for now was tried, and failed. */
    static boolean gaveUp(Volume volume) {
        Status status = Switch.statusOf(volume);
        Transfer last = status.transfer();
        Condition placed = Conditions.find(status.conditions(), PLACED);
        return last != null
                && last.phase() == Phase.Failed
                && placed != null
                && placed.observedGeneration() != null
                && placed.observedGeneration() == volume.metadata().generation();
    }

    /** How long the copy has been in its phase. */
    Duration inPhase(Transfer transfer) {
        Instant since = transfer.phaseSince() == null ? transfer.startedAt() : transfer.phaseSince();
        return Duration.between(since, now);
    }

    private Status withCondition(Status status, Condition.Status holds, String reason, String message) {
        return notReady(set(status, PLACED, holds, reason, message), reason, message);
    }

    /** A Volume that has data is as ready as it was. */
    private Status notReady(Status status, String reason, String message) {
        return status.dockerVolume() == null ? set(status, "Ready", Condition.Status.False, reason, message) : status;
    }

    private Status set(Status status, String type, Condition.Status holds, String reason, String message) {
        return Switch.conditions(
                status,
                Conditions.set(
                        status.conditions(),
                        type,
                        holds,
                        reason,
                        message,
                        seen.volume().metadata().generation(),
                        now));
    }
}
