package dev.roadstead.controller.reconcile.transfer;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.plan.transfer.Subject;
import dev.roadstead.controller.plan.transfer.TransferPlanner;
import dev.roadstead.controller.plan.transfer.TransferSnapshot;
import dev.roadstead.model.Container;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Puts together what the copies of a Volume are decided from. */
final class TransferReader {
    private final ApiClient client;
    private final DataWorld world;
    private final Copies copies;

    TransferReader(ApiClient client, DataWorld world, Copies copies) {
        this.client = client;
        this.world = world;
        this.copies = copies;
    }

    /** From memory alone. */
    TransferSnapshot cached(Volume volume) {
        return snapshot(
                volume, world.uses().known(namespace(volume), volume.metadata().name()));
    }

    /** From the server, the engine and the repository, as far as the plan needs them. */
    TransferSnapshot live(Volume volume) {
        TransferSnapshot seen = snapshot(
                volume, world.uses().live(namespace(volume), volume.metadata().name()));
        Subject subject = TransferPlanner.needsSubject(seen) ? subject(volume) : new Subject.Settled();
        String to = volume.spec().nodeName();
        Set<String> taken =
                TransferPlanner.needsNames(seen) && to != null && seen.nodes().contains(to)
                        ? world.taken(namespace(volume), to)
                        : Set.of();
        return new TransferSnapshot(
                volume, subject, seen.containers(), seen.rival(), seen.nodes(), taken, seen.work(), seen.now());
    }

    private TransferSnapshot snapshot(Volume volume, List<Container> containers) {
        return new TransferSnapshot(
                volume,
                new Subject.Settled(),
                containers,
                world.rivals().ofVolume(volume),
                world.nodes(),
                Set.of(),
                copies.look(volume.key(), volume.metadata().requireUid()),
                world.clock().instant());
    }

    /** What it is filled with, by its spec, now. */
    Subject subject(Volume volume) {
        Volume.Source source = Objects.requireNonNull(volume.spec().source());
        return source.volume() == null
                ? world.backups().find(namespace(volume), source.backup(), source.archive(), world.nodes())
                : original(namespace(volume), source.volume());
    }

    private Subject original(String namespace, String name) {
        Optional<Volume> original = client.find(ResourceType.VOLUME, namespace, name);
        if (original.isEmpty()) {
            return new Subject.Awaited("NoSuchVolume", "There is no Volume " + name + " that it could be a copy of.");
        }
        if (TransferSnapshot.dataOf(original.get()) == null) {
            return new Subject.Awaited("VolumeNotReady", "Volume " + name + " has no data yet that could be copied.");
        }
        if (TransferSnapshot.activeTransfer(original.get()) != null) {
            return new Subject.Awaited("Waiting", "Volume " + name + " moves; it is copied afterwards.");
        }
        boolean inUse = world.uses().known(namespace, name).stream()
                .anyMatch(container -> container.spec().desiredState() == DesiredState.Running);
        return new Subject.Original(original.get(), inUse);
    }

    private static String namespace(Volume volume) {
        return Objects.requireNonNull(volume.metadata().namespace());
    }
}
