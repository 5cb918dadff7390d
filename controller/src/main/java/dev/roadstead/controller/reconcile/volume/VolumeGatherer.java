package dev.roadstead.controller.reconcile.volume;

import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.HostDirectory;
import dev.roadstead.controller.host.VolumeUsage;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.plan.EngineVolume;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.controller.plan.RetainedVolumes;
import dev.roadstead.controller.plan.VolumeBlueprints;
import dev.roadstead.controller.plan.VolumePlanner;
import dev.roadstead.controller.plan.VolumeSnapshot;
import dev.roadstead.controller.plan.VolumeSnapshot.Elsewhere;
import dev.roadstead.controller.plan.VolumeSnapshot.Place;
import dev.roadstead.model.Container;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.Node;
import dev.roadstead.model.Volume;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gathers what a decision about a Volume is made from: the engine always live. */
public final class VolumeGatherer {
    private final Caches caches;
    private final HostDirectory hosts;
    private final VolumeUsage usage;
    private final String installation;
    private final InstantSource clock;

    /** What is read from memory; Volumes have an index "node", Containers an index "volume" (namespace/name). */
    public record Caches(
            Lister<Volume> volumes, Lister<Container> containers, Lister<Node> nodes, Lister<Namespace> namespaces) {}

    /** @param installation id that marks what is ours on an engine */
    public VolumeGatherer(
            Caches caches, HostDirectory hosts, VolumeUsage usage, String installation, InstantSource clock) {
        this.caches = caches;
        this.hosts = hosts;
        this.usage = usage;
        this.installation = installation;
        this.clock = clock;
    }

    Optional<Volume> cached(Key key) {
        return Optional.ofNullable(caches.volumes().find(key.namespace(), key.name()));
    }

    /** To the engine that has the data or will have it; closed while no node is chosen. */
    HostAccess access(Volume volume) {
        String node = VolumePlanner.node(volume);
        return node == null ? new HostAccess.Closed("no node is chosen") : hosts.access(node);
    }

    /**
     * What is known now.
     *
     * @throws dev.roadstead.controller.host.HostException when the engine does not say
     */
    public VolumeSnapshot gather(Volume volume, HostAccess access) {
        String node = VolumePlanner.node(volume);
        String namespace = String.valueOf(volume.metadata().namespace());
        return new VolumeSnapshot(
                volume,
                node == null ? new VolumeSnapshot.Unbound() : place(volume, node, access),
                elsewhere(volume, node),
                caches.containers().byIndex("volume", volume.key()),
                node == null ? Optional.empty() : rival(volume, node, VolumePlanner.dockerVolume(volume)),
                PolicyLevel.of(caches.namespaces().find("", namespace)),
                node == null ? Optional.empty() : usage.of(node, VolumePlanner.dockerVolume(volume)),
                installation,
                clock.instant());
    }

    private Place place(Volume volume, String node, HostAccess access) {
        return switch (access) {
            case HostAccess.NoNode() -> new VolumeSnapshot.NoNode(node);
            case HostAccess.Closed(String why) -> new VolumeSnapshot.Away(node, why);
            case HostAccess.Pending() -> new VolumeSnapshot.Away(node, "it is being connected to");
            case HostAccess.Open(Host host) -> {
                String wanted = VolumePlanner.dockerVolume(volume);
                List<EngineVolume> own = host.volumes(installation).stream()
                        .filter(docker -> VolumeBlueprints.isOf(volume, docker, installation))
                        .filter(docker -> rival(volume, node, docker.name()).isEmpty())
                        .toList();
                yield new VolumeSnapshot.Reached(node, host.volume(wanted), own, isListed(node, wanted));
            }
        };
    }

    private Elsewhere elsewhere(Volume volume, @Nullable String here) {
        String namespace = String.valueOf(volume.metadata().namespace());
        Set<String> replaced = RetainedVolumes.replacedOn(volume);
        return new Elsewhere(
                others(
                        here,
                        node -> RetainedVolumes.lists(
                                node, namespace, volume.metadata().name())),
                others(here, node -> replaced.contains(node.metadata().name())));
    }

    private Set<String> others(@Nullable String here, Predicate<Node> wanted) {
        return caches.nodes().all().stream()
                .filter(wanted)
                .map(node -> node.metadata().name())
                .filter(name -> !name.equals(here))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Another Volume that has a Docker volume of this node; of two that both want it, the first by name. */
    private Optional<String> rival(Volume volume, String node, String dockerVolume) {
        boolean bound =
                volume.status() != null && dockerVolume.equals(volume.status().dockerVolume());
        return caches.volumes().byIndex("node", node).stream()
                .filter(other -> !other.key().equals(volume.key()))
                .filter(other -> RetainedVolumes.claims(other, node, dockerVolume)
                        || (!bound
                                && VolumePlanner.dockerVolume(other).equals(dockerVolume)
                                && other.key().compareTo(volume.key()) < 0))
                .map(Volume::key)
                .findFirst();
    }

    private boolean isListed(String node, String dockerVolume) {
        @Nullable Node known = caches.nodes().find("", node);
        return known != null
                && RetainedVolumes.of(known).stream()
                        .anyMatch(kept -> kept.dockerVolume().equals(dockerVolume));
    }
}
