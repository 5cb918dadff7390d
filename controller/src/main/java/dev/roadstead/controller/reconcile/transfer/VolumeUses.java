package dev.roadstead.controller.reconcile.transfer;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.transfer.QuietUsers;
import dev.roadstead.model.Container;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who uses a Volume, and which Docker volumes Volumes have.
 *
 * @param containers with an index "volume" (namespace/name)
 */
public record VolumeUses(ApiClient client, Lister<Container> containers, Lister<Volume> volumes) {
    /** From memory. */
    List<Container> known(String namespace, String volume) {
        return containers.byIndex("volume", namespace + "/" + volume);
    }

    /** As they are now on the server; that there are no others is from memory. */
    List<Container> live(String namespace, String volume) {
        return known(namespace, volume).stream()
                .map(container -> client.find(
                        ResourceType.CONTAINER, namespace, container.metadata().name()))
                .flatMap(Optional::stream)
                .filter(container -> QuietUsers.uses(container, volume))
                .toList();
    }

    /** Names of Docker volumes that the namespace's Volumes have, had, or are being filled. */
    Set<String> named(String namespace) {
        Set<String> names = new HashSet<>();
        volumes.all().stream()
                .filter(volume -> namespace.equals(volume.metadata().namespace()))
                .flatMap(VolumeUses::allOf)
                .forEach(names::add);
        return names;
    }

    /** Whether a Volume has a Docker volume or may get it back; asks the server. */
    boolean isInUse(String namespace, String dockerVolume) {
        return client.list(ResourceType.VOLUME).items().stream()
                .filter(volume -> namespace.equals(volume.metadata().namespace()))
                .flatMap(VolumeUses::dataOf)
                .anyMatch(dockerVolume::equals);
    }

    private static Stream<String> allOf(Volume volume) {
        Volume.Status status = volume.status();
        return status == null || status.transfer() == null
                ? dataOf(volume)
                : Stream.concat(dataOf(volume), Stream.of(status.transfer().dockerVolume()));
    }

    private static Stream<String> dataOf(Volume volume) {
        Volume.Status status = volume.status();
        Volume.Source source = volume.spec().source();
        return Stream.concat(
                        status == null
                                ? Stream.empty()
                                : Stream.concat(
                                        Stream.ofNullable(status.dockerVolume()),
                                        status.replaced().stream().map(Volume.Replaced::dockerVolume)),
                        source == null ? Stream.empty() : Stream.ofNullable(source.dockerVolume()))
                .filter(Objects::nonNull);
    }
}
