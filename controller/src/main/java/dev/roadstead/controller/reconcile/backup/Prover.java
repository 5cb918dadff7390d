package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.controller.run.Progress;
import dev.roadstead.model.BackupPolicy.Check;
import dev.roadstead.model.VolumeBackup;
import org.jspecify.annotations.Nullable;

/** Tries restores. Thread-safe. */
@FunctionalInterface
public interface Prover {
    /**
     * Returns when the backup was restored into a scratch volume of the node, read back, found the same, and right by the
     * check command. The scratch volume is gone then, and when it throws.
     *
     * @param check null for none
     * @throws Exception what is in the way, or that it is not the same
     */
    void prove(VolumeBackup backup, String node, @Nullable Check check, Progress progress) throws Exception;
}
