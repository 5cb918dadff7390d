package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.backup.Repository;

/** Opens BackupRepositories by their names. Thread-safe. */
@FunctionalInterface
public interface Repositories {
    /**
     * The caller closes it.
     *
     * @throws dev.roadstead.backup.RepositoryException if it cannot be opened
     */
    Repository open(String name);
}
