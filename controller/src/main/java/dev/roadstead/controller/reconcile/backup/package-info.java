/**
 * Backups of Volumes. A pass gathers what a backup is decided from, writes the status that {@link
 * dev.roadstead.controller.plan.backup.BackupPlanner} decided on, and only then does what it says; what takes long is done
 * in the background by {@link dev.roadstead.controller.reconcile.backup.BackupWork}.
 *
 * <p>A NamespaceBackup is a VolumeBackup of each volume, whose manifests have its name as group, and an archive of kind
 * {@code namespace} with the namespace's objects; {@link dev.roadstead.controller.reconcile.backup.NamespaceArchive} says
 * how they lie in it.
 */
@NullMarked
package dev.roadstead.controller.reconcile.backup;

import org.jspecify.annotations.NullMarked;
