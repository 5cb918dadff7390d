package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.plan.backup.BackupAction;
import dev.roadstead.controller.run.Runs;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Quiesce;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.VolumeBackup;

/** Carries out what was decided of a backup: on objects at once, on engines and repositories in the background. */
final class BackupEffects {
    private final Runs<BackupWork.Done> runs;
    private final BackupWork work;
    private final BackupGatherer gatherer;

    BackupEffects(Runs<BackupWork.Done> runs, BackupWork work, BackupGatherer gatherer) {
        this.runs = runs;
        this.work = work;
        this.gatherer = gatherer;
    }

    /** Writes go through {@code client}, and only while the backup is this server's. */
    void apply(BackupAction action, VolumeBackup backup, ApiClient client) {
        String key = backup.key();
        switch (action) {
            case BackupAction.Hold() -> Patches.finalizer(client, ResourceType.VOLUME_BACKUP, backup, true);
            case BackupAction.LetGo() -> Patches.finalizer(client, ResourceType.VOLUME_BACKUP, backup, false);
            case BackupAction.Enter(String lane) -> {
                int _ = runs.enter(key, uid(backup), lane);
            }
            case BackupAction.Cancel() -> runs.cancel(key);
            case BackupAction.Drop() -> runs.drop(key);
            case BackupAction.Quiet(Container container, Quiesce quiesce) ->
                Patches.quiesce(client, container, quiesce);
            case BackupAction.Resume(Container container) -> Patches.quiesce(client, container, null);
            case BackupAction.Prepare prepare -> runs.start(key, uid(backup), work.prepare(prepare));
            case BackupAction.Store store -> runs.start(key, uid(backup), work.store(backup, store));
            case BackupAction.CleanUp cleanUp -> runs.start(key, uid(backup), work.cleanUp(cleanUp));
            case BackupAction.Confirm confirm -> runs.start(key, uid(backup), work.confirm(backup, confirm));
            case BackupAction.Remove remove -> runs.start(key, uid(backup), work.remove(remove, gatherer::removable));
        }
    }

    private static String uid(VolumeBackup backup) {
        return backup.metadata().requireUid();
    }
}
