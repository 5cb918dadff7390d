package dev.roadstead.controller.reconcile.transfer;

import dev.roadstead.backup.Repository;

/** Opens the repository of a BackupRepository. Thread-safe. */
@FunctionalInterface
public interface RepositoryOpener {
    /**
     * The caller closes it.
     *
     * @param name of the BackupRepository
     * @throws dev.roadstead.backup.RepositoryException NOT_FOUND when there is no such BackupRepository, else what is in
     *     the way
     */
    Repository open(String name);
}
