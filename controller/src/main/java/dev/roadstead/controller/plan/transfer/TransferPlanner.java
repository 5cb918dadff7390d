package dev.roadstead.controller.plan.transfer;

import dev.roadstead.controller.plan.transfer.DataAction.Part;
import dev.roadstead.model.Volume.Transfer;
import dev.roadstead.model.Volume.Transfer.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Decides what a Volume is filled with when it is made, and how it gets to another node. */
public final class TransferPlanner {
    private final TransferSnapshot seen;
    private final TransferStatus status;

    private TransferPlanner(TransferSnapshot seen) {
        this.seen = seen;
        this.status = new TransferStatus(seen);
    }

    /** Pure: the same snapshot gives the same plan. */
    public static TransferPlan plan(TransferSnapshot snapshot) {
        return new TransferPlanner(snapshot).decide();
    }

    /** Whether what it is filled with has to be looked up for a plan. */
    public static boolean needsSubject(TransferSnapshot snapshot) {
        return TransferSnapshot.isToBeFilled(snapshot.volume()) && isIdle(snapshot);
    }

    /** Whether the names that are taken have to be looked up for a plan. */
    public static boolean needsNames(TransferSnapshot snapshot) {
        Transfer transfer = snapshot.transfer();
        boolean wanted = TransferSnapshot.isToBeFilled(snapshot.volume())
                || TransferSnapshot.isToBeMoved(snapshot.volume());
        return wanted && (transfer == null || transfer.phase() == Phase.Failed);
    }

    private static boolean isIdle(TransferSnapshot snapshot) {
        return !snapshot.volume().metadata().deleting()
                && TransferSnapshot.activeTransfer(snapshot.volume()) == null
                && !new TransferStatus(snapshot).gaveUp();
    }

    private TransferPlan decide() {
        boolean fill = TransferSnapshot.isToBeFilled(seen.volume());
        boolean move = TransferSnapshot.isToBeMoved(seen.volume());
        Transfer transfer = seen.transfer();
        if (seen.volume().metadata().deleting() || !(fill || move)) {
            return transfer == null ? status.quiet(resumed()) : status.none(undone(transfer));
        }
        if (status.gaveUp()) {
            return status.quiet(leftovers(Objects.requireNonNull(transfer)));
        }
        boolean elsewhere =
                transfer != null && move && !transfer.to().equals(seen.volume().spec().nodeName());
        if (transfer != null && elsewhere) {
            return status.none(undone(transfer));
        }
        return fill ? new FillPlanner(seen, status).decide() : new MovePlanner(seen, status).decide();
    }

    /** A Volume that was switched, or is no longer to be, has its containers run again. */
    private List<DataAction> resumed() {
        return resumes(seen);
    }

    static List<DataAction> resumes(TransferSnapshot seen) {
        return seen.quiescence().toRelease().stream()
                .<DataAction>map(DataAction.Resume::new)
                .toList();
    }

    /** First of all they run again: the engine that was copied to may not answer. */
    static List<DataAction> undone(TransferSnapshot seen, Transfer transfer) {
        List<DataAction> actions = new ArrayList<>();
        actions.add(new DataAction.DropWork());
        actions.addAll(resumes(seen));
        actions.add(new DataAction.RemoveFilled(transfer.to(), transfer.dockerVolume()));
        return actions;
    }

    private List<DataAction> undone(Transfer transfer) {
        return undone(seen, transfer);
    }

    /** What could not be removed when it failed. */
    private List<DataAction> leftovers(Transfer failed) {
        List<DataAction> actions = new ArrayList<>(resumed());
        if (seen.taken().contains(failed.dockerVolume())) {
            actions.add(new DataAction.RemoveFilled(failed.to(), failed.dockerVolume()));
        }
        return actions;
    }

    static DataAction start(Transfer transfer, Part part) {
        return new DataAction.StartWork(transfer.to(), transfer.dockerVolume(), part);
    }
}
