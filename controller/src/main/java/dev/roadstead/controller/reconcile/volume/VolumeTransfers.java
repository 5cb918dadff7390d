package dev.roadstead.controller.reconcile.volume;

import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.plan.VolumeSnapshot;
import dev.roadstead.controller.plan.transfer.TransferPlanner;
import dev.roadstead.model.Volume;

/**
 * Copies the data of Volumes: fills new ones from their source, and moves them to other nodes. A Volume is theirs as long
 * as {@link #concerns}: then they alone write its status, and plain creation keeps away. Called by the owner of the node
 * that the Volume is on, or will be on.
 */
public interface VolumeTransfers {
    /** Whether the Volume is to be filled or moved now, or was; decided from its spec and status alone. */
    static boolean concerns(Volume volume) {
        return TransferPlanner.concerns(volume);
    }

    /** Brings the copy forward by what can be done in a pass, and starts what takes longer in the background. */
    Outcome advance(VolumeSnapshot seen);

    /** Ends a copy of a Volume that is being deleted, and returns whether nothing of it is under way any more. */
    boolean abandon(Volume volume);

    /** Leaves a Volume to another server: what is under way here for this key ends, and its place is free. */
    void leave(String key);

    /** Whether a restore fills a Docker volume of a Volume's name, which nobody must take for data before it was compared. */
    boolean isReserved(Volume volume);
}
