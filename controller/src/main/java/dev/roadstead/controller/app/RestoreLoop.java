package dev.roadstead.controller.app;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.host.HostDirectory;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.loop.ControllerLoop;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.LoopConfig;
import dev.roadstead.controller.plan.VolumePlanner;
import dev.roadstead.controller.reconcile.node.NodeReconciler;
import dev.roadstead.controller.reconcile.transfer.Copies;
import dev.roadstead.controller.reconcile.transfer.DataWorld;
import dev.roadstead.controller.reconcile.transfer.RepositoryOpener;
import dev.roadstead.controller.reconcile.transfer.RestoreReconciler;
import dev.roadstead.controller.reconcile.transfer.TransferReconciler;
import dev.roadstead.controller.reconcile.volume.VolumeTransfers;
import dev.roadstead.controller.run.Places;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.controller.trigger.RestoreTriggers;
import dev.roadstead.model.VolumeRestore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The loop that restores backups, and the copies of Volumes that the loop of Volumes has made. */
final class RestoreLoop implements AutoCloseable {
    private static final int WORKERS = 4;
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration MAX_BACKOFF = Duration.ofMinutes(1);

    private final Informers informers;
    private final ControllerLoop restores;
    private final Copies ofRestores;
    private final Copies ofVolumes;
    private final VolumeTransfers transfers;

    /** What they are made from; {@code places} are shared by all long work. */
    record Parts(
            ApiClient client,
            Informers informers,
            HostDirectory hosts,
            Ownership ownership,
            Shards shards,
            RepositoryOpener repositories,
            Places places,
            EventRecorder events,
            String installation,
            InstantSource clock) {}

    /** {@code toVolumes} asks for a pass over a Volume. */
    RestoreLoop(Parts parts, Consumer<String> toVolumes) {
        this.informers = parts.informers();
        var toRestores = new LateKeys();
        this.ofRestores = Copies.in(parts.places(), toRestores, parts.clock());
        this.ofVolumes = Copies.in(parts.places(), toVolumes, parts.clock());
        DataWorld world = new DataWorld(
                parts.client(),
                new DataWorld.Caches(
                        informers.volumes.lister(),
                        informers.restores.lister(),
                        informers.backups.lister(),
                        informers.containers.lister(),
                        informers.nodes.lister()),
                parts.hosts(),
                parts.repositories(),
                parts.ownership(),
                parts.installation(),
                parts.clock());
        this.transfers =
                new TransferReconciler(parts.client(), world, ofVolumes, parts.shards()::volume, parts.events());
        this.restores = new ControllerLoop(
                "restores",
                new Sharded(
                        new RestoreReconciler(parts.client(), world, ofRestores, this::shard, parts.events()),
                        parts.ownership(),
                        this::shard,
                        ofRestores::drop),
                new LoopConfig(WORKERS, LoopConfig.DEFAULT.passDeadline(), FIRST_BACKOFF, MAX_BACKOFF));
        toRestores.to(restores::enqueue);
    }

    /** What fills and moves Volumes, for the loop of Volumes. */
    VolumeTransfers transfers() {
        return transfers;
    }

    /** The owner of the node that gets the data; until one is chosen, whoever chooses it. */
    private String shard(String key) {
        Key parsed = Key.parse(key);
        VolumeRestore restore = informers.restores.lister().find(parsed.namespace(), parsed.name());
        if (restore == null) {
            return Shards.APPLICATIONS;
        }
        VolumeRestore.Target target = restore.spec().target();
        return Stream.of(
                        Optional.ofNullable(restore.status()).map(VolumeRestore.Status::nodeName),
                        Optional.ofNullable(informers.volumes.lister().find(parsed.namespace(), target.volume()))
                                .map(VolumePlanner::node),
                        Optional.ofNullable(target.nodeName()))
                .flatMap(Optional::stream)
                .findFirst()
                .map(NodeReconciler::shard)
                .orElse(Shards.APPLICATIONS);
    }

    void wokenByChanges() {
        var triggers = new RestoreTriggers(informers.restores.lister());
        informers.restores.onChange(
                (before, after) -> triggers.restore(before, after).forEach(restores::enqueue));
        informers.volumes.onChange(
                (before, after) -> triggers.volume(before, after).forEach(restores::enqueue));
        informers.backups.onChange(
                (before, after) -> triggers.backup(before, after).forEach(restores::enqueue));
        informers.containers.onChange(
                (before, after) -> triggers.container(before, after).forEach(restores::enqueue));
    }

    void start() {
        restores.start();
    }

    /** All that may have become this server's. */
    void wakeAll() {
        informers.restores.lister().all().forEach(restore -> restores.enqueue(restore.key()));
    }

    /** Passes first, then what they started. */
    @Override
    public void close() {
        restores.close();
        ofRestores.close();
        ofVolumes.close();
    }
}
