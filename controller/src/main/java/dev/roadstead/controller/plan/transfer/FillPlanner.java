package dev.roadstead.controller.plan.transfer;

import dev.roadstead.controller.plan.transfer.DataAction.Part;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.Transfer;
import dev.roadstead.model.Volume.Transfer.Phase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A new Volume gets a copy of another one, or of a backup; until that was compared it has no data. */
final class FillPlanner {
    private static final Duration WHILE_WAITING = Duration.ofSeconds(10);

    private final TransferSnapshot seen;
    private final TransferStatus status;

    FillPlanner(TransferSnapshot seen, TransferStatus status) {
        this.seen = seen;
        this.status = status;
    }

    TransferPlan decide() {
        Transfer transfer = TransferSnapshot.activeTransfer(seen.volume());
        return transfer == null ? begin() : copy(transfer);
    }

    private TransferPlan begin() {
        Volume.Spec spec = seen.volume().spec();
        if (!spec.driver().equals("local") || !spec.driverOptions().isEmpty()) {
            return status.waits(
                    "NotFillable",
                    "It is not filled: its data is where driverOptions say, and may be somebody's. Make a Volume of driver"
                            + " local without driverOptions.",
                    WHILE_WAITING);
        }
        return switch (seen.subject()) {
            case Subject.Awaited(String reason, String message) -> status.waits(reason, message, WHILE_WAITING);
            case Subject.Refused(String reason, String message) -> status.waits(reason, message, WHILE_WAITING);
            case Subject.Settled() -> status.waits("Accepted", "It is looked at.", WHILE_WAITING);
            case Subject.Kept kept -> throw new IllegalArgumentException(kept + " fills no new Volume");
            case Subject.Original(Volume original, boolean inUse) ->
                claim(
                        TransferSnapshot.nodeOf(original),
                        "It is filled with a copy of Volume "
                                + original.metadata().name()
                                + (inUse ? ", which containers use meanwhile: files may be half old, half new." : "."));
            case Subject.Backup backup ->
                claim(
                        null,
                        "It is filled with backup %s of %s in %s%s."
                                .formatted(
                                        backup.id().substring(0, 8),
                                        backup.of(),
                                        backup.repository(),
                                        backup.origin() == null ? "" : ", " + backup.origin()));
        };
    }

    private TransferPlan claim(@Nullable String from, String message) {
        String to = seen.volume().spec().nodeName();
        if (to == null) {
            return status.waits(
                    "WaitForFirstConsumer",
                    "It is filled when a container uses it, on that one's node.",
                    WHILE_WAITING);
        }
        if (!seen.nodes().contains(to)) {
            return status.waits("NoNode", "There is no Node " + to + ".", WHILE_WAITING);
        }
        String fresh = FreshVolume.name(seen.namespace(), seen.name(), seen.taken());
        return status.begins(Phase.Copying, from, to, fresh, message);
    }

    private TransferPlan copy(Transfer transfer) {
        return switch (seen.work()) {
            case Work.None _, Work.InLine _, Work.Ahead _ ->
                status.goesOn(
                        transfer, Phase.Copying, null, transfer.message(), TransferPlanner.start(transfer, Part.ALL));
            case Work.Active(Work.Step step, long bytes) ->
                step == Work.Step.FILL
                        ? status.goesOn(transfer, Phase.Copying, bytes, transfer.message())
                        : status.goesOn(transfer, Phase.Verifying, null, transfer.message());
            case Work.Failed failed -> failed(transfer, failed);
            case Work.Done _ ->
                status.arrived(
                        transfer,
                        Switch.first(seen.volume(), transfer.to(), transfer.dockerVolume()),
                        "Its data was copied to node " + transfer.to() + " and found the same.");
        };
    }

    private TransferPlan failed(Transfer transfer, Work.Failed failed) {
        if (!failed.passing()) {
            return status.failed(transfer, failed.reason(), failed.message(), TransferPlanner.undone(seen, transfer));
        }
        return failed.isOver(seen.now())
                ? status.goesOn(
                        transfer, Phase.Copying, null, failed.message(), TransferPlanner.start(transfer, Part.ALL))
                : status.goesOn(transfer, Phase.Copying, null, failed.message());
    }
}
