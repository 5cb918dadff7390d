package dev.roadstead.controller.plan;

import dev.roadstead.model.Condition;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Mount;
import dev.roadstead.model.Volume;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The Volumes that a container mounts, held against what those Volumes are now. */
public final class VolumeMounts {
    private final ContainerSnapshot seen;

    /** What keeps a container from being made or started. */
    record Hindrance(String reason, String message) {}

    VolumeMounts(ContainerSnapshot seen) {
        this.seen = seen;
    }

    /** Names of the Volumes that a template mounts, as far as they do not hang on the node that it is placed on. */
    public static Set<String> names(ContainerTemplate template) {
        return mounts(template)
                .map(Mount::volume)
                .filter(Objects::nonNull)
                .filter(name -> !NodeFields.isOpen(name))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The nodes that have, had or will have something of a Volume. */
    public static Set<String> nodes(Volume volume) {
        Set<String> nodes = new HashSet<>();
        Volume.Status status = volume.status();
        Stream.of(volume.spec().nodeName(), status == null ? null : status.nodeName())
                .filter(Objects::nonNull)
                .forEach(nodes::add);
        if (status != null) {
            status.replaced().forEach(old -> nodes.add(old.nodeName()));
            if (status.transfer() != null) {
                nodes.add(status.transfer().to());
            }
        }
        return Set.copyOf(nodes);
    }

    private static Stream<Mount> mounts(ContainerTemplate template) {
        return template.volumes().stream().filter(mount -> mount.volume() != null);
    }

    /** The first thing that keeps the container from having its Volumes. */
    Optional<Hindrance> hindrance() {
        return names(seen.container().spec().template()).stream()
                .sorted()
                .flatMap(name -> hindrance(name, seen.volumes().get(name)).stream())
                .findFirst();
    }

    private Optional<Hindrance> hindrance(String name, @Nullable Volume volume) {
        String namespace = Names.namespace(seen.container());
        if (volume == null) {
            return Optional.of(new Hindrance(
                    Reasons.VOLUME_MISSING,
                    "there is no Volume %s in namespace %s; create it".formatted(name, namespace)));
        }
        if (isElsewhere(volume)) {
            return Optional.of(new Hindrance(
                    Reasons.VOLUME_ELSEWHERE,
                    "the data of Volume %s is on node %s, and this container is bound to node %s"
                            .formatted(
                                    name,
                                    VolumePlanner.node(volume),
                                    seen.container().spec().nodeName())));
        }
        Volume.Status status = volume.status();
        Condition ready = status == null ? null : Conditions.find(status.conditions(), "Ready");
        if (status != null
                && status.dockerVolume() != null
                && ready != null
                && ready.status() == Condition.Status.True) {
            return Optional.empty();
        }
        String why = ready == null ? "it is new" : ready.message();
        return Optional.of(new Hindrance(Reasons.VOLUME_NOT_READY, "it waits for Volume %s: %s".formatted(name, why)));
    }

    /** Whether the data of one of its Volumes is on another node, where others may write it by now. */
    boolean areElsewhere() {
        return names(seen.container().spec().template()).stream()
                .map(seen.volumes()::get)
                .anyMatch(volume -> volume != null && isElsewhere(volume));
    }

    private boolean isElsewhere(Volume volume) {
        String node = VolumePlanner.node(volume);
        return node != null && !node.equals(seen.container().spec().nodeName());
    }

    /** Docker volumes by the name of their Volume, as far as they are there. */
    Map<String, String> dockerVolumes() {
        Map<String, String> names = new HashMap<>();
        seen.volumes().forEach((name, volume) -> {
            if (volume.status() != null && volume.status().dockerVolume() != null) {
                names.put(name, volume.status().dockerVolume());
            }
        });
        return Map.copyOf(names);
    }

    /** Whether a Docker container has another Docker volume than its Volume has now, after a restore or a move. */
    boolean areOutdated(ObservedContainer observed) {
        Map<String, String> now = dockerVolumes();
        return mounts(seen.container().spec().template()).anyMatch(mount -> {
            String wanted = now.get(mount.volume());
            return wanted != null && !wanted.equals(observed.volumes().get(mount.mountPath()));
        });
    }
}
