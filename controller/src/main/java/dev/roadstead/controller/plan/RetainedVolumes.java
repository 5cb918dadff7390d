package dev.roadstead.controller.plan;

import dev.roadstead.model.Labels;
import dev.roadstead.model.Node;
import dev.roadstead.model.Node.RetainedVolume;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.ReclaimPolicy;
import dev.roadstead.model.Volume.Replaced;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Docker volumes of ours that no Volume speaks for. They are listed in their Node's status, and nothing removes them. */
public final class RetainedVolumes {
    /** So that a Node's status stays a small document. */
    private static final int MOST = 500;

    private RetainedVolumes() {}

    /**
     * Those of a node, by name.
     *
     * @param docker all of this installation
     * @param volumes those that have, had or will have something to do with the node
     */
    public static List<RetainedVolume> of(
            Collection<EngineVolume> docker, Collection<Volume> volumes, String node, Map<String, Long> bytes) {
        return docker.stream()
                .filter(one -> one.labels().containsKey(Labels.VOLUME))
                .filter(one -> volumes.stream().noneMatch(volume -> claims(volume, node, one.name())))
                .sorted(Comparator.comparing(EngineVolume::name))
                .limit(MOST)
                .map(one -> new RetainedVolume(
                        one.name(),
                        one.labels().getOrDefault(Labels.NAMESPACE, ""),
                        one.labels().getOrDefault(Labels.VOLUME, ""),
                        Optional.ofNullable(bytes.get(one.name()))
                                .map(size -> Quantity.of(String.valueOf(size)))
                                .orElse(null)))
                .toList();
    }

    /** Names of those that restores on trial are made into. */
    public static List<String> scratch(Collection<EngineVolume> docker) {
        return docker.stream()
                .filter(one -> !one.labels().containsKey(Labels.VOLUME))
                .map(EngineVolume::name)
                .filter(Names::isScratchVolume)
                .toList();
    }

    /** As its status lists them; none while it was not looked at. */
    public static List<RetainedVolume> of(Node node) {
        return node.status() == null || node.status().retained() == null
                ? List.of()
                : node.status().retained().volumes();
    }

    /** Whether it is known of a node what it retains. */
    static boolean areKnown(Node node) {
        return node.status() != null && node.status().retained() != null;
    }

    /** Whether a Volume has a Docker volume, fills it, or keeps it for a while. One that goes and leaves its data claims none. */
    public static boolean claims(Volume volume, String node, String dockerVolume) {
        boolean leaves = volume.metadata().deleting() && volume.spec().reclaimPolicy() == ReclaimPolicy.Retain;
        return !leaves && has(volume, node, dockerVolume);
    }

    /** Whether a Volume has a Docker volume, fills it, or keeps it for a while. */
    static boolean has(Volume volume, String node, String dockerVolume) {
        Volume.Status status = volume.status();
        if (status == null) {
            return false;
        }
        boolean has = node.equals(status.nodeName()) && dockerVolume.equals(status.dockerVolume());
        Volume.Transfer transfer = status.transfer();
        boolean fills = transfer != null && node.equals(transfer.to()) && dockerVolume.equals(transfer.dockerVolume());
        return has || fills || status.replaced().stream().anyMatch(old -> isThat(old, node, dockerVolume));
    }

    /** Whether a Node lists a Docker volume of a Volume's name. */
    public static boolean lists(Node node, String namespace, String volume) {
        return of(node).stream()
                .anyMatch(kept ->
                        kept.namespace().equals(namespace) && kept.volume().equals(volume));
    }

    /** The nodes that have what a Volume had before. */
    public static Set<String> replacedOn(Volume volume) {
        return volume.status() == null
                ? Set.of()
                : volume.status().replaced().stream().map(Replaced::nodeName).collect(Collectors.toUnmodifiableSet());
    }

    /** What a Volume had on a node and need not be kept any longer; never what it has now. */
    public static List<Replaced> due(Volume volume, String node, Instant now) {
        Volume.Status status = volume.status();
        if (status == null) {
            return List.of();
        }
        boolean goes = volume.metadata().deleting() && volume.spec().reclaimPolicy() == ReclaimPolicy.Delete;
        return status.replaced().stream()
                .filter(old -> old.nodeName().equals(node))
                .filter(old -> goes || !old.keptUntil().isAfter(now))
                .filter(old -> !(Objects.equals(status.nodeName(), node)
                        && old.dockerVolume().equals(status.dockerVolume())))
                .toList();
    }

    private static boolean isThat(Replaced old, String node, String dockerVolume) {
        return old.nodeName().equals(node) && old.dockerVolume().equals(dockerVolume);
    }

    /** The same without what was removed. */
    public static Volume.Status without(Volume.Status status, Replaced removed) {
        return new Volume.Status(
                status.observedGeneration(),
                status.nodeName(),
                status.dockerVolume(),
                status.usedBytes(),
                status.measuredAt(),
                status.sizeEnforcement(),
                status.usedBy(),
                status.transfer(),
                status.replaced().stream().filter(old -> !old.equals(removed)).toList(),
                status.lastBackup(),
                status.lastVerified(),
                status.conditions());
    }
}
