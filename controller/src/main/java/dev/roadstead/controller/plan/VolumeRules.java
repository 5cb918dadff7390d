package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.ApiAction.BindVolume;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Node;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.AccessMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the Volumes of a template let its containers go, and how many containers may have them. A Volume that no node was
 * chosen for goes where its first container does; from then on, what uses it goes there.
 *
 * <p>Lives for one planning; not thread-safe.
 */
final class VolumeRules {
    private final String namespace;
    private final Map<String, Volume> volumes;
    private final List<ApiAction> bindings = new ArrayList<>();

    VolumeRules(ApplicationSnapshot seen) {
        this.namespace = String.valueOf(seen.application().metadata().namespace());
        this.volumes = new HashMap<>(seen.volumes());
    }

    /** The first Volume of a template that one container at a time may have. */
    static Optional<String> exclusive(Map<String, Volume> volumes, ContainerTemplate template) {
        return VolumeMounts.names(template).stream()
                .sorted()
                .filter(name -> isExclusive(volumes.get(name)))
                .findFirst();
    }

    private static boolean isExclusive(@Nullable Volume volume) {
        return volume != null && volume.spec().accessMode() == AccessMode.ReadWriteOnce;
    }

    /** Why no container of the template can be made now, wherever. */
    Optional<String> refusal(ContainerTemplate template, List<Candidate> nodes) {
        return VolumeMounts.names(template).stream()
                .sorted()
                .flatMap(name -> refusal(name, nodes).stream())
                .findFirst();
    }

    private Optional<String> refusal(String name, List<Candidate> nodes) {
        Volume volume = volumes.get(name);
        if (volume == null) {
            return Optional.of("there is no Volume %s in namespace %s; create it".formatted(name, namespace));
        }
        if (volume.metadata().deleting()) {
            return Optional.of("Volume %s is being deleted; create it again when it is gone".formatted(name));
        }
        Set<String> kept = kept(name, nodes);
        if (VolumePlanner.node(volume) == null && !isCopied(volume) && kept.size() > 1) {
            return Optional.of(
                    ("several nodes have data of volume %s: %s; delete it, and create it with spec.nodeName and"
                                    + " source.dockerVolume naming the right one, as roadstead volume retained lists them")
                            .formatted(
                                    name,
                                    String.join(", ", kept.stream().sorted().toList())));
        }
        return isExclusive(volume)
                ? holder(volume, nodes)
                        .map(holder -> ("volume %s is ReadWriteOnce, and container %s of application %s has it; one"
                                        + " container at a time can, so keep to one replica of one application, or make the Volume"
                                        + " ReadWriteMany")
                                .formatted(
                                        name,
                                        holder.metadata().name(),
                                        holder.spec().application()))
                : Optional.empty();
    }

    /** Whether it gets a copy of something, and takes over nothing. */
    private static boolean isCopied(Volume volume) {
        Volume.Source source = volume.spec().source();
        return source != null && source.dockerVolume() == null;
    }

    /** A container that has the Volume, be it leaving: only there can one be where the Volume is. */
    private Optional<Container> holder(Volume volume, List<Candidate> nodes) {
        String node = VolumePlanner.node(volume);
        return nodes.stream()
                .filter(candidate -> candidate.name().equals(node))
                .flatMap(candidate -> candidate.containers().stream())
                .filter(container -> Names.namespace(container).equals(namespace))
                .filter(container -> VolumeMounts.names(container.spec().template())
                        .contains(volume.metadata().name()))
                .findFirst();
    }

    /** What speaks against a node, to be asked before anything else. */
    List<NodeFilter> filters(ContainerTemplate template, List<Candidate> nodes) {
        return VolumeMounts.names(template).stream()
                .sorted()
                .flatMap(name -> filters(name, nodes))
                .toList();
    }

    private Stream<NodeFilter> filters(String name, List<Candidate> nodes) {
        Volume volume = volumes.get(name);
        String bound = volume == null ? null : VolumePlanner.node(volume);
        if (bound != null) {
            return Stream.of(NodeFilter.plain(
                    "without volume %s, which is on node %s".formatted(name, bound),
                    node -> node.name().equals(bound)));
        }
        NodeFilter known =
                NodeFilter.plain("not looked through for volumes yet", node -> RetainedVolumes.areKnown(node.node()));
        Set<String> kept = kept(name, nodes);
        return kept.isEmpty()
                ? Stream.of(known)
                : Stream.of(NodeFilter.plain(
                        "without volume %s, which is retained on node %s"
                                .formatted(
                                        name,
                                        String.join(", ", kept.stream().sorted().toList())),
                        node -> kept.contains(node.name())));
    }

    /** The nodes that have what a Volume of this name left. */
    private Set<String> kept(String name, List<Candidate> nodes) {
        return nodes.stream()
                .map(Candidate::node)
                .filter(node -> RetainedVolumes.lists(node, namespace, name))
                .map(Node::metadata)
                .map(ObjectMeta::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A container of the template goes to this node, and the Volumes that no node was chosen for with it. */
    void placed(ContainerTemplate template, String node) {
        VolumeMounts.names(template).stream()
                .sorted()
                .map(volumes::get)
                .filter(Objects::nonNull)
                .forEach(volume -> {
                    if (VolumePlanner.node(volume) == null) {
                        bindings.add(new BindVolume(volume, node));
                        volumes.put(volume.metadata().name(), bound(volume, node));
                    }
                });
    }

    /** What has to be done before the containers are created that were placed. */
    List<ApiAction> bindings() {
        return List.copyOf(bindings);
    }

    static Volume bound(Volume volume, String node) {
        Volume.Spec spec = volume.spec();
        return new Volume(
                volume.metadata(),
                new Volume.Spec(
                        spec.size(),
                        node,
                        spec.driver(),
                        spec.driverOptions(),
                        spec.reclaimPolicy(),
                        spec.accessMode(),
                        spec.source(),
                        spec.backup()),
                volume.status());
    }

    /** Where the data of a container's Volumes has gone, when it is no longer on the container's node. */
    static Optional<String> leftBehind(Container container, Map<String, Volume> volumes) {
        return VolumeMounts.names(container.spec().template()).stream()
                .sorted()
                .map(volumes::get)
                .filter(Objects::nonNull)
                .filter(volume -> isElsewhere(container, volume))
                .map(volume -> "because the data of volume %s is on node %s"
                        .formatted(volume.metadata().name(), VolumePlanner.node(volume)))
                .findFirst();
    }

    private static boolean isElsewhere(Container container, Volume volume) {
        String node = VolumePlanner.node(volume);
        return node != null && !node.equals(container.spec().nodeName());
    }

    /** Names of the Volumes of containers, for people. */
    static String told(Collection<Container> containers) {
        return containers.stream()
                .flatMap(container -> VolumeMounts.names(container.spec().template()).stream()
                        .map(name -> Names.namespace(container) + "/" + name))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
