package dev.roadstead.controller.reconcile.backup;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.plan.backup.BackupAction;
import dev.roadstead.controller.run.Runs;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Quiesce;
import dev.roadstead.model.Json;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.VolumeBackup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries out what was decided of a backup: on objects at once, on engines and repositories in the background. */
final class BackupEffects {
    private final JsonMapper mapper = Json.mapper();
    private final Runs<BackupWork.Done> runs;
    private final BackupWork work;

    BackupEffects(Runs<BackupWork.Done> runs, BackupWork work) {
        this.runs = runs;
        this.work = work;
    }

    /** Writes go through {@code client}, and only while the backup is this server's. */
    void apply(BackupAction action, VolumeBackup backup, ApiClient client) {
        String key = backup.key();
        switch (action) {
            case BackupAction.Hold() -> finalizer(backup, true, client);
            case BackupAction.LetGo() -> finalizer(backup, false, client);
            case BackupAction.Enter(String lane) -> {
                int _ = runs.enter(key, uid(backup), lane);
            }
            case BackupAction.Cancel() -> runs.cancel(key);
            case BackupAction.Drop() -> runs.drop(key);
            case BackupAction.Quiet(Container container, Quiesce quiesce) -> quiesce(container, quiesce, client);
            case BackupAction.Resume(Container container) -> quiesce(container, null, client);
            case BackupAction.Prepare prepare -> runs.start(key, uid(backup), work.prepare(prepare));
            case BackupAction.Store store -> runs.start(key, uid(backup), work.store(backup, store));
            case BackupAction.CleanUp cleanUp -> runs.start(key, uid(backup), work.cleanUp(cleanUp));
            case BackupAction.Confirm confirm -> runs.start(key, uid(backup), work.confirm(backup, confirm));
            case BackupAction.Remove remove -> runs.start(key, uid(backup), work.remove(remove));
        }
    }

    /** Nobody else may have changed it since it was read: two cannot keep one container for two purposes. */
    private void quiesce(Container container, @Nullable Quiesce quiesce, ApiClient client) {
        ObjectMeta metadata = container.metadata();
        ObjectNode patch = mapper.createObjectNode();
        ObjectNode same = patch.putObject("metadata").put("uid", metadata.requireUid());
        ObjectNode spec = patch.putObject("spec");
        if (quiesce == null) {
            spec.putNull("quiesce");
        } else {
            spec.set("quiesce", mapper.valueToTree(quiesce));
        }
        same.put("resourceVersion", metadata.resourceVersion());
        try {
            client.patch(ResourceType.CONTAINER, String.valueOf(metadata.namespace()), metadata.name(), patch);
        } catch (ApiCallException e) {
            if (!e.notFound()) {
                throw e;
            }
        }
    }

    private void finalizer(VolumeBackup backup, boolean held, ApiClient client) {
        String namespace = BackupGatherer.namespace(backup);
        VolumeBackup live = client.find(
                        ResourceType.VOLUME_BACKUP, namespace, backup.metadata().name())
                .filter(found -> uid(found).equals(uid(backup)))
                .orElse(null);
        if (live == null) {
            return;
        }
        List<String> finalizers = new ArrayList<>(live.metadata().finalizers());
        finalizers.remove(Labels.BACKUP_FINALIZER);
        if (held) {
            finalizers.add(Labels.BACKUP_FINALIZER);
        }
        ObjectNode patch = mapper.createObjectNode();
        ObjectNode metadata = patch.putObject("metadata")
                .put("uid", uid(live))
                .put("resourceVersion", live.metadata().resourceVersion());
        finalizers.forEach(metadata.putArray("finalizers")::add);
        client.patch(ResourceType.VOLUME_BACKUP, namespace, live.metadata().name(), patch);
    }

    private static String uid(VolumeBackup backup) {
        return backup.metadata().requireUid();
    }
}
