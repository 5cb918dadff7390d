package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.controller.run.Progress;
import dev.roadstead.model.VolumeBackup;

/** Tries restores. Thread-safe. */
@FunctionalInterface
public interface Prover {
    /**
     * Returns when the backup was restored into a scratch volume of the node, read back, and found the same. The scratch
     * volume is gone then, and when it throws.
     *
     * @throws Exception what is in the way, or that it is not the same
     */
    void prove(VolumeBackup backup, String node, Progress progress) throws Exception;
}
