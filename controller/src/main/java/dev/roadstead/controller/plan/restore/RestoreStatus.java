package dev.roadstead.controller.plan.restore;

import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.controller.plan.Note;
import dev.roadstead.controller.plan.transfer.DataAction;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.VolumeRestore;
import dev.roadstead.model.VolumeRestore.Phase;
import dev.roadstead.model.VolumeRestore.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A VolumeRestore's status as it follows from the one before. */
final class RestoreStatus {
    static final String VERIFIED = "Verified";
    static final String SWAPPED = "Swapped";
    private static final String COMPLETE = "Complete";

    private final VolumeRestore restore;
    private final Instant now;
    private Status status;

    RestoreStatus(RestoreSnapshot snapshot) {
        this.restore = snapshot.restore();
        this.now = snapshot.now();
        this.status = restore.status() == null
                ? new Status(Phase.Pending, "", null, null, null, null, null, List.of())
                : restore.status();
    }

    Phase phase() {
        return status.phase();
    }

    /** When a condition came to hold; null while it does not. */
    @Nullable
    Instant since(String type) {
        Condition condition = Conditions.find(status.conditions(), type);
        return condition != null && condition.status() == Condition.Status.True ? condition.lastTransitionTime() : null;
    }

    /** Where the data is to be. */
    RestoreStatus target(@Nullable String node, @Nullable String dockerVolume) {
        return set(new Status(
                status.phase(),
                status.message(),
                status.startedAt() == null ? now : status.startedAt(),
                status.completedAt(),
                node,
                dockerVolume,
                status.bytes(),
                status.conditions()));
    }

    RestoreStatus bytes(long bytes) {
        return set(new Status(
                status.phase(),
                status.message(),
                status.startedAt(),
                status.completedAt(),
                status.nodeName(),
                status.dockerVolume(),
                Quantity.of(String.valueOf(bytes)),
                status.conditions()));
    }

    RestoreStatus holds(String type, String reason, String message) {
        return condition(type, Condition.Status.True, reason, message);
    }

    RestorePlan waits(Phase phase, String reason, String message, Duration lookAgain, DataAction... actions) {
        condition(COMPLETE, Condition.Status.False, reason, message);
        at(phase, message, null);
        return new RestorePlan(List.of(actions), status, List.of(), Optional.of(lookAgain));
    }

    RestorePlan goesOn(Phase phase, String reason, String message, List<DataAction> actions) {
        condition(COMPLETE, Condition.Status.False, reason, message);
        at(phase, message, null);
        return new RestorePlan(actions, status, List.of(), Optional.of(LOOK_AGAIN));
    }

    RestorePlan completed(String message, DataAction... actions) {
        condition(COMPLETE, Condition.Status.True, "Completed", message);
        at(Phase.Completed, message, now);
        return new RestorePlan(
                List.of(actions), status, List.of(Note.normal("Restored", message)), Optional.of(LOOK_AGAIN));
    }

    RestorePlan failed(String reason, String message) {
        condition(COMPLETE, Condition.Status.False, reason, message);
        if (status.conditions().stream().noneMatch(condition -> condition.type().equals(VERIFIED))) {
            condition(VERIFIED, Condition.Status.False, reason, message);
        }
        at(Phase.Failed, message, now);
        return new RestorePlan(
                List.of(new DataAction.DropWork()),
                status,
                List.of(Note.warning(reason, message)),
                Optional.of(LOOK_AGAIN));
    }

    /** Nothing is to be said, only done. */
    RestorePlan tidied(List<DataAction> actions) {
        return new RestorePlan(actions, status, List.of(), Optional.empty());
    }

    /** For what a watch tells too, but perhaps late. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private RestoreStatus condition(String type, Condition.Status holds, String reason, String message) {
        List<Condition> conditions = Conditions.set(
                status.conditions(),
                type,
                holds,
                reason,
                message,
                restore.metadata().generation(),
                now);
        return set(new Status(
                status.phase(),
                status.message(),
                status.startedAt(),
                status.completedAt(),
                status.nodeName(),
                status.dockerVolume(),
                status.bytes(),
                conditions));
    }

    private void at(Phase phase, String message, @Nullable Instant completedAt) {
        set(new Status(
                phase,
                message,
                status.startedAt(),
                completedAt,
                status.nodeName(),
                status.dockerVolume(),
                status.bytes(),
                status.conditions()));
    }

    private RestoreStatus set(Status next) {
        status = next;
        return this;
    }
}
