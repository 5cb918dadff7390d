/**
 * Repositories of backups: where a BackupRepository points.
 *
 * <p>{@link dev.roadstead.controller.reconcile.repository.BackupStores} opens them for all who make or read backups; the
 * {@link dev.roadstead.controller.reconcile.repository.RepositoryReconciler} alone makes new ones, and says what is wrong
 * with one. Several installations may share one: manifests say whose a backup is.
 */
@NullMarked
package dev.roadstead.controller.reconcile.repository;

import org.jspecify.annotations.NullMarked;
