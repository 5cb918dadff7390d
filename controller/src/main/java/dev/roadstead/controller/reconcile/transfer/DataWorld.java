package dev.roadstead.controller.reconcile.transfer;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.host.HostDirectory;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.lease.FencedClient;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.model.Container;
import dev.roadstead.model.Node;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeRestore;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What restores and moves are made of. Thread-safe. */
public final class DataWorld {
    private final Caches caches;
    private final RepositoryOpener repositories;
    private final Backups backups;
    private final VolumeUses uses;
    private final Rivals rivals;
    private final Engines engines;
    private final Ownership ownership;
    private final ApiClient client;
    private final InstantSource clock;

    /** What is read from memory; Containers have an index "volume" (namespace/name). */
    public record Caches(
            Lister<Volume> volumes,
            Lister<VolumeRestore> restores,
            Lister<VolumeBackup> backups,
            Lister<Container> containers,
            Lister<Node> nodes) {}

    /** {@code installation}: id that marks what is ours on an engine and in a repository. */
    public DataWorld(
            ApiClient client,
            Caches caches,
            HostDirectory hosts,
            RepositoryOpener repositories,
            Ownership ownership,
            String installation,
            InstantSource clock) {
        this.client = client;
        this.ownership = ownership;
        this.caches = caches;
        this.repositories = repositories;
        this.clock = clock;
        this.backups = new Backups(client, repositories, installation);
        this.uses = new VolumeUses(client, caches.containers(), caches.volumes());
        this.rivals = new Rivals(caches.restores(), caches.backups());
        this.engines = new Engines(hosts, installation, uses::isInUse, () -> true);
    }

    Lister<VolumeRestore> restores() {
        return caches.restores();
    }

    Lister<Volume> volumes() {
        return caches.volumes();
    }

    RepositoryOpener repositories() {
        return repositories;
    }

    Backups backups() {
        return backups;
    }

    VolumeUses uses() {
        return uses;
    }

    Rivals rivals() {
        return rivals;
    }

    /** To look at them; what changes them is {@link #actions}. */
    Engines engines() {
        return engines;
    }

    /** What a piece of work of this shard may be done with, as long as the shard is this server's. */
    DataActions actions(String shard) {
        return new DataActions(
                new FencedClient(client, ownership, shard), engines.whileOwned(() -> ownership.owns(shard)));
    }

    InstantSource clock() {
        return clock;
    }

    Set<String> nodes() {
        return caches.nodes().all().stream()
                .map(node -> node.metadata().name())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Names of Docker volumes that are on a node or that a status of the namespace speaks of.
     *
     * @throws dev.roadstead.controller.host.HostException when the node cannot be asked
     */
    Set<String> taken(String namespace, String node) {
        Set<String> names = new HashSet<>(uses.named(namespace));
        caches.restores().all().stream()
                .filter(restore -> namespace.equals(restore.metadata().namespace()))
                .map(VolumeRestore::status)
                .filter(status -> status != null && status.dockerVolume() != null)
                .forEach(status -> names.add(String.valueOf(status.dockerVolume())));
        engines.of(node).volumes(engines.installation()).forEach(volume -> names.add(volume.name()));
        return names;
    }
}
