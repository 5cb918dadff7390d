package dev.roadstead.controller.reconcile.backup;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.Note;
import dev.roadstead.controller.plan.backup.ScheduleAction;
import dev.roadstead.controller.plan.backup.SchedulePlan;
import dev.roadstead.controller.plan.backup.SchedulePlanner;
import dev.roadstead.controller.plan.backup.ScheduleSnapshot;
import dev.roadstead.controller.reconcile.Storyteller;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeRestore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Has a Volume backed up when its schedule says so, and lets go of what retention does not keep. Of the Volume's status it
 * writes lastBackup and condition BackedUp, and nothing else.
 */
public final class ScheduleReconciler implements Reconciler {
    private final Function<String, ApiClient> clients;
    private final BackupCaches caches;
    private final Storyteller story;
    private final InstantSource clock;

    /**
     * Wires it up.
     *
     * @param clients the API for a Volume's key, which writes only while this server owns that Volume
     */
    public ScheduleReconciler(
            Function<String, ApiClient> clients, BackupCaches caches, EventRecorder events, InstantSource clock) {
        this.clients = clients;
        this.caches = caches;
        this.story = new Storyteller(events);
        this.clock = clock;
    }

    @Override
    public Outcome reconcile(String key) {
        Key parsed = Key.parse(key);
        Volume cached = caches.volumes().find(parsed.namespace(), parsed.name());
        if (cached == null) {
            return Outcome.DONE;
        }
        Optional<SchedulePlan> plan = SchedulePlanner.plan(snapshot(cached));
        if (plan.isEmpty()) {
            return Outcome.DONE;
        }
        ApiClient client = clients.apply(key);
        plan.get().actions().forEach(action -> apply(client, action, cached));
        boolean remembered = plan.get().actions().stream().anyMatch(ScheduleAction.Remember.class::isInstance);
        if (!remembered) {
            // Otherwise the Volume has changed, and its change brings another pass.
            new StatusCommitter(client)
                    .commit(ResourceType.VOLUME, cached, plan.get().status());
        }
        story.tell(ResourceType.VOLUME, cached, plan.get().notes());
        return plan.get().lookAgain().<Outcome>map(Outcome.After::new).orElse(Outcome.DONE);
    }

    private ScheduleSnapshot snapshot(Volume volume) {
        return new ScheduleSnapshot(
                volume, caches.backups().byIndex("volume", volume.key()), inUse(volume), clock.instant());
    }

    private Set<String> inUse(Volume volume) {
        String namespace = namespace(volume.metadata());
        Set<String> names = new HashSet<>();
        for (VolumeRestore restore : caches.restores().all()) {
            String backup = restore.spec().backup();
            if (backup != null && namespace.equals(restore.metadata().namespace()) && !isOver(restore)) {
                names.add(backup);
            }
        }
        for (Volume other : caches.volumes().all()) {
            Volume.Source source = other.spec().source();
            String backup = source == null ? null : source.backup();
            if (backup != null
                    && namespace.equals(other.metadata().namespace())
                    && BackupGatherer.isFilledWith(other, backup)) {
                names.add(backup);
            }
        }
        return names;
    }

    private static boolean isOver(VolumeRestore restore) {
        return restore.status() != null
                && (restore.status().phase() == VolumeRestore.Phase.Completed
                        || restore.status().phase() == VolumeRestore.Phase.Failed);
    }

    private void apply(ApiClient client, ScheduleAction action, Volume volume) {
        switch (action) {
            case ScheduleAction.Create(VolumeBackup backup) -> create(client, backup, volume);
            case ScheduleAction.Remember(Instant at) -> remember(client, volume, at);
            case ScheduleAction.Delete(VolumeBackup backup, String why) -> delete(client, backup, why, volume);
        }
    }

    private void create(ApiClient client, VolumeBackup backup, Volume volume) {
        try {
            client.create(ResourceType.VOLUME_BACKUP, backup);
        } catch (ApiCallException e) {
            if (!e.alreadyExists()) {
                throw e;
            }
            return;
        }
        String name = backup.metadata().name();
        story.tell(ResourceType.VOLUME, volume, Note.normal("BackupScheduled", "Asked for backup " + name));
    }

    private static void remember(ApiClient client, Volume volume, Instant at) {
        ObjectMeta metadata = volume.metadata();
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata")
                .put("uid", metadata.requireUid())
                .putObject("annotations")
                .put(Labels.SCHEDULED_AT, at.toString());
        client.patch(ResourceType.VOLUME, namespace(metadata), metadata.name(), patch);
    }

    /** Memory may be behind: whether it is in use is looked at once more. */
    private void delete(ApiClient client, VolumeBackup backup, String why, Volume volume) {
        ObjectMeta metadata = backup.metadata();
        if (isReadNow(client, metadata)) {
            return;
        }
        try {
            client.delete(ResourceType.VOLUME_BACKUP, namespace(metadata), metadata.name(), metadata.requireUid());
        } catch (ApiCallException e) {
            if (!e.notFound()) {
                throw e;
            }
        }
        story.tell(
                ResourceType.VOLUME,
                volume,
                Note.normal("BackupDeleted", "Deleted backup " + metadata.name() + ", " + why));
    }

    private static boolean isReadNow(ApiClient client, ObjectMeta backup) {
        List<VolumeRestore> restores = client.list(ResourceType.VOLUME_RESTORE).items();
        return restores.stream()
                .filter(restore -> Objects.equals(restore.metadata().namespace(), backup.namespace()))
                .anyMatch(restore -> backup.name().equals(restore.spec().backup()) && !isOver(restore));
    }

    private static String namespace(ObjectMeta metadata) {
        return Objects.requireNonNull(metadata.namespace());
    }
}
