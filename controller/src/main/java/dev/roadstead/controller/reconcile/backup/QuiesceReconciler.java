package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.Note;
import dev.roadstead.controller.reconcile.Storyteller;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Quiesce;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeRestore;
import java.time.Duration;
import java.util.Objects;

/**
 * Lets containers go on that keep still for a backup or a restore that is gone: somebody took its finalizer away, or its
 * namespace's. Those that are there see to their containers themselves, whatever happened before.
 */
public final class QuiesceReconciler implements Reconciler {
    /** How often it is looked whether somebody still wants a container to keep still. */
    private static final Duration WHILE_WANTED = Duration.ofMinutes(1);

    private final ApiClient client;
    private final Lister<Container> containers;
    private final Storyteller story;

    public QuiesceReconciler(ApiClient client, Lister<Container> containers, EventRecorder events) {
        this.client = client;
        this.containers = containers;
        this.story = new Storyteller(events);
    }

    @Override
    public Outcome reconcile(String key) {
        Key parsed = Key.parse(key);
        Container cached = containers.find(parsed.namespace(), parsed.name());
        if (cached == null || cached.spec().quiesce() == null) {
            return Outcome.DONE;
        }
        if (isWanted(parsed.namespace(), cached)) {
            return new Outcome.After(WHILE_WANTED);
        }
        client.find(ResourceType.CONTAINER, parsed.namespace(), parsed.name())
                .filter(live ->
                        Objects.equals(live.spec().quiesce(), cached.spec().quiesce()))
                .ifPresent(this::release);
        return Outcome.DONE;
    }

    private boolean isWanted(String namespace, Container container) {
        Quiesce quiesce = Objects.requireNonNull(container.spec().quiesce());
        Key by = Key.parse(quiesce.by());
        return switch (by.namespace()) {
            case "VolumeBackup" ->
                client.find(ResourceType.VOLUME_BACKUP, namespace, by.name())
                        .filter(backup -> backup.status() == null
                                || !isOver(backup.status().phase()))
                        .isPresent();
            case "NamespaceBackup" ->
                client.find(ResourceType.NAMESPACE_BACKUP, namespace, by.name())
                        .filter(backup -> backup.status() == null
                                || !isOver(backup.status().phase()))
                        .isPresent();
            case "VolumeRestore" ->
                client.find(ResourceType.VOLUME_RESTORE, namespace, by.name())
                        .filter(restore -> restore.status() == null
                                || !isOver(restore.status().phase()))
                        .isPresent();
            // Others see to theirs.
            default -> true;
        };
    }

    private static boolean isOver(VolumeBackup.Phase phase) {
        return phase == VolumeBackup.Phase.Completed || phase == VolumeBackup.Phase.Failed;
    }

    private static boolean isOver(VolumeRestore.Phase phase) {
        return phase == VolumeRestore.Phase.Completed || phase == VolumeRestore.Phase.Failed;
    }

    private void release(Container live) {
        Patches.quiesce(client, live, null);
        String by = Objects.requireNonNull(live.spec().quiesce()).by();
        story.tell(
                ResourceType.CONTAINER,
                live,
                Note.warning("Released", "It kept still for " + by + ", which is over; it goes on"));
    }
}
