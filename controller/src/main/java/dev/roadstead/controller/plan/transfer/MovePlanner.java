package dev.roadstead.controller.plan.transfer;

import dev.roadstead.controller.plan.transfer.DataAction.Part;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.Transfer;
import dev.roadstead.model.Volume.Transfer.Phase;
import java.time.Duration;
import java.util.Objects;

/**
 * A Volume goes to another node: copied while containers use it, so that what cannot work fails before anything stops; then
 * they stop, what changed is copied, both are compared, and one write of the status makes it the Volume's data.
 */
final class MovePlanner {
    /** Longer than any grace period that is of use; then they run again where they were. */
    private static final Duration STOP_WITHIN = Duration.ofMinutes(5);

    /** How long an engine may be away while containers stand still. */
    private static final Duration AWAY = Duration.ofMinutes(5);

    /** How long the old copy stays: as restores keep what they replace, unless told otherwise. */
    private static final Duration KEPT = Duration.ofHours(24);

    private static final Duration WHILE_WAITING = Duration.ofSeconds(10);

    private final TransferSnapshot seen;
    private final TransferStatus status;
    private final QuietUsers users;

    MovePlanner(TransferSnapshot seen, TransferStatus status) {
        this.seen = seen;
        this.status = status;
        this.users = seen.users();
    }

    TransferPlan decide() {
        Transfer transfer = TransferSnapshot.activeTransfer(seen.volume());
        if (transfer == null) {
            return begin();
        }
        return switch (transfer.phase()) {
            case PreCopying -> preCopy(transfer);
            case Stopping -> stop(transfer);
            case Copying, Verifying -> copy(transfer);
            case Starting, Failed -> throw new IllegalStateException(transfer.phase() + " is no part of a copy");
        };
    }

    private TransferPlan begin() {
        Volume.Spec spec = seen.volume().spec();
        String from = Objects.requireNonNull(TransferSnapshot.nodeOf(seen.volume()));
        String to = Objects.requireNonNull(spec.nodeName());
        if (!seen.nodes().contains(to)) {
            return status.waits(
                    "NoNode", "It stays on node %s: there is no Node %s.".formatted(from, to), WHILE_WAITING);
        }
        if (!spec.driver().equals("local") || !spec.driverOptions().isEmpty()) {
            return status.waits(
                    "NotMovable",
                    ("It stays on node %s: its data is where driver %s and driverOptions say, and not on the node. Make a"
                                    + " Volume on node %s that says the same.")
                            .formatted(from, spec.driver(), to),
                    WHILE_WAITING);
        }
        if (seen.rival() != null) {
            return status.waits(
                    "Waiting", seen.rival() + " works with it; it moves to node " + to + " afterwards.", WHILE_WAITING);
        }
        return status.begins(
                Phase.PreCopying,
                from,
                to,
                FreshVolume.name(seen.namespace(), seen.name(), seen.taken()),
                "It is copied from node %s to node %s while containers use it.".formatted(from, to));
    }

    private TransferPlan preCopy(Transfer transfer) {
        return switch (seen.work()) {
            case Work.None() ->
                status.goesOn(
                        transfer,
                        Phase.PreCopying,
                        null,
                        transfer.message(),
                        TransferPlanner.start(transfer, Part.HOT));
            case Work.InLine(int before) ->
                status.goesOn(
                        transfer,
                        Phase.PreCopying,
                        null,
                        before + " other copies on the node come before this one.",
                        TransferPlanner.start(transfer, Part.HOT));
            case Work.Active(Work.Step _, long bytes) ->
                status.goesOn(transfer, Phase.PreCopying, bytes, transfer.message());
            case Work.Failed failed -> failed(transfer, failed, Part.HOT);
            case Work.Ahead _, Work.Done _ ->
                status.goesOn(transfer, Phase.Stopping, null, "The containers that use it are stopped.");
        };
    }

    private TransferPlan stop(Transfer transfer) {
        if (seen.rival() != null || users.other().isPresent()) {
            return impatient(
                    transfer,
                    (seen.rival() != null ? seen.rival() : users.other().get()) + " works with it.");
        }
        if (!users.toStop().isEmpty()) {
            return status.goesOn(
                    transfer,
                    Phase.Stopping,
                    null,
                    "The containers that use it are stopped.",
                    users.toStop().stream()
                            .map(container -> new DataAction.Quiet(container, users.stop()))
                            .toArray(DataAction[]::new));
        }
        if (!users.complete()) {
            return impatient(transfer, "Containers are being stopped: " + String.join(", ", users.running()) + ".");
        }
        return status.goesOn(
                transfer,
                Phase.Copying,
                null,
                "Nobody uses it; what changed is copied.",
                TransferPlanner.start(transfer, Part.REST));
    }

    private TransferPlan impatient(Transfer transfer, String message) {
        if (status.inPhase(transfer).compareTo(STOP_WITHIN) > 0) {
            return undo(
                    transfer,
                    "NotStopped",
                    "For %d minutes this was in the way: %s".formatted(STOP_WITHIN.toMinutes(), message));
        }
        return status.goesOn(transfer, Phase.Stopping, null, message);
    }

    private TransferPlan copy(Transfer transfer) {
        if (!users.complete()) {
            return status.goesOn(
                    transfer,
                    Phase.Stopping,
                    null,
                    "A container came that uses it; it is stopped first.",
                    new DataAction.DropWork());
        }
        return switch (seen.work()) {
            case Work.None _, Work.InLine _, Work.Ahead _ -> again(transfer);
            case Work.Active(Work.Step step, long bytes) ->
                step == Work.Step.COMPARE
                        ? status.goesOn(
                                transfer,
                                Phase.Verifying,
                                null,
                                "What arrived on node " + transfer.to() + " is compared with what was sent.")
                        : status.goesOn(transfer, Phase.Copying, bytes, "Nobody uses it; what changed is copied.");
            case Work.Failed failed -> failed(transfer, failed, Part.REST);
            case Work.Done _ -> {
                String from = Objects.requireNonNull(transfer.from());
                yield status.arrived(
                        transfer,
                        Switch.to(
                                seen.volume(),
                                transfer.to(),
                                transfer.dockerVolume(),
                                "move to node " + transfer.to(),
                                seen.now().plus(KEPT)),
                        "It moved from node %s to node %s and was found the same; the old copy is kept for %d hours."
                                .formatted(from, transfer.to(), KEPT.toHours()));
            }
        };
    }

    private TransferPlan again(Transfer transfer) {
        return status.goesOn(
                transfer, Phase.Copying, null, transfer.message(), TransferPlanner.start(transfer, Part.REST));
    }

    /** Before anything stops, what may go away by itself is given all the time that it needs. */
    private TransferPlan failed(Transfer transfer, Work.Failed failed, Part part) {
        boolean patient =
                transfer.phase() == Phase.PreCopying || status.inPhase(transfer).compareTo(AWAY) < 0;
        if (!failed.passing() || !patient) {
            return undo(transfer, failed.reason(), failed.message());
        }
        DataAction[] again = failed.isOver(seen.now())
                ? new DataAction[] {TransferPlanner.start(transfer, part)}
                : new DataAction[0];
        return status.goesOn(transfer, transfer.phase(), null, failed.message(), again);
    }

    private TransferPlan undo(Transfer transfer, String reason, String message) {
        return status.failed(
                transfer,
                reason,
                "It stays on node %s, and its containers run there: it could not be moved to node %s. %s Set"
                                .formatted(transfer.from(), transfer.to(), message)
                        + " spec.nodeName back, or again to try once more.",
                TransferPlanner.undone(seen, transfer));
    }
}
