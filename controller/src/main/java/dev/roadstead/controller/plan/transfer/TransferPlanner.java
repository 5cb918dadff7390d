package dev.roadstead.controller.plan.transfer;

import dev.roadstead.controller.plan.transfer.DataAction.Part;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.Transfer;
import dev.roadstead.model.Volume.Transfer.Phase;
import java.util.ArrayList;
import java.util.List;

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
        boolean wanted =
                TransferSnapshot.isToBeFilled(snapshot.volume()) || TransferSnapshot.isToBeMoved(snapshot.volume());
        return wanted && (transfer == null || transfer.phase() == Phase.Failed);
    }

    private static boolean isIdle(TransferSnapshot snapshot) {
        return !snapshot.volume().metadata().deleting()
                && TransferSnapshot.activeTransfer(snapshot.volume()) == null
                && !TransferStatus.gaveUp(snapshot.volume());
    }

    private TransferPlan decide() {
        boolean fill = TransferSnapshot.isToBeFilled(seen.volume());
        boolean move = TransferSnapshot.isToBeMoved(seen.volume());
        Transfer transfer = seen.transfer();
        if (transfer != null && transfer.phase() == Phase.Starting) {
            List<DataAction> resumes = resumes(seen);
            return resumes.isEmpty() ? status.none(List.of()) : status.goesOn(transfer, resumes);
        }
        if (seen.volume().metadata().deleting() || !(fill || move)) {
            return transfer == null ? status.quiet(resumes(seen)) : status.withdrawn(undone(seen, transfer));
        }
        if (TransferStatus.gaveUp(seen.volume())) {
            return status.quiet(resumes(seen));
        }
        boolean elsewhere = transfer != null
                && move
                && !transfer.to().equals(seen.volume().spec().nodeName());
        if (transfer != null && elsewhere) {
            return status.none(undone(seen, transfer));
        }
        return fill ? new FillPlanner(seen, status).decide() : new MovePlanner(seen, status).decide();
    }

    /**
     * Whether a Volume is to be filled or moved, or was and is not tidied up: then only these plans write its status. Decided
     * from its spec and status alone.
     */
    public static boolean concerns(Volume volume) {
        Volume.Status status = volume.status();
        Transfer transfer = status == null ? null : status.transfer();
        boolean wanted = TransferSnapshot.isToBeMoved(volume)
                || (TransferSnapshot.isToBeFilled(volume) && volume.spec().nodeName() != null);
        boolean gaveUp = TransferStatus.gaveUp(volume) && TransferSnapshot.dataOf(volume) != null;
        return !gaveUp && (wanted || transfer != null);
    }

    static List<DataAction> resumes(TransferSnapshot seen) {
        return seen.users().toRelease().stream()
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

    static DataAction start(Transfer transfer, Part part) {
        return new DataAction.StartWork(transfer.to(), transfer.dockerVolume(), part);
    }
}
