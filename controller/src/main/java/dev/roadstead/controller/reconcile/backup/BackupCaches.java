package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.model.Application;
import dev.roadstead.model.BackupRepository;
import dev.roadstead.model.Container;
import dev.roadstead.model.Node;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeRestore;

/**
 * What is read from memory.
 *
 * @param backups with an index "volume" (namespace/name)
 * @param containers with an index "volume" (namespace/name)
 */
public record BackupCaches(
        Lister<VolumeBackup> backups,
        Lister<Volume> volumes,
        Lister<BackupRepository> repositories,
        Lister<VolumeRestore> restores,
        Lister<Container> containers,
        Lister<Application> applications,
        Lister<Node> nodes) {}
