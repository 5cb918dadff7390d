package dev.roadstead.controller.reconcile.transfer;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.plan.restore.RestorePlanner;
import dev.roadstead.controller.plan.restore.RestoreSnapshot;
import dev.roadstead.controller.plan.transfer.Subject;
import dev.roadstead.controller.plan.transfer.Switch;
import dev.roadstead.controller.plan.transfer.TransferSnapshot;
import dev.roadstead.model.Container;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeRestore;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts together what a VolumeRestore is decided from. */
final class RestoreReader {
    private final ApiClient client;
    private final DataWorld world;
    private final Copies copies;

    RestoreReader(ApiClient client, DataWorld world, Copies copies) {
        this.client = client;
        this.world = world;
        this.copies = copies;
    }

    /** From memory alone. */
    RestoreSnapshot cached(VolumeRestore restore) {
        String namespace = namespace(restore);
        String target = restore.spec().target().volume();
        return snapshot(
                restore, world.volumes().find(namespace, target), world.uses().known(namespace, target));
    }

    /** From the server, the engine and the repository, as far as the plan needs them. */
    RestoreSnapshot live(VolumeRestore restore) {
        String namespace = namespace(restore);
        String target = restore.spec().target().volume();
        Volume volume = client.find(ResourceType.VOLUME, namespace, target).orElse(null);
        RestoreSnapshot seen = snapshot(restore, volume, world.uses().live(namespace, target));
        if (!RestorePlanner.needsSubject(seen) || seen.rival() != null) {
            return seen;
        }
        Subject subject = subject(restore, volume);
        return new RestoreSnapshot(
                seen.restore(),
                subject,
                volume,
                seen.containers(),
                null,
                seen.nodes(),
                taken(restore, subject, volume),
                seen.work(),
                seen.original(),
                seen.now());
    }

    private RestoreSnapshot snapshot(VolumeRestore restore, @Nullable Volume volume, List<Container> containers) {
        String uid = restore.metadata().requireUid();
        Volume.Spec original = copies.result(restore.key(), uid)
                .map(copied -> copied instanceof Copied.Whole whole ? whole.original() : null)
                .orElse(null);
        return new RestoreSnapshot(
                restore,
                new Subject.Settled(),
                volume,
                containers,
                world.rivals().ofRestore(restore, volume),
                world.nodes(),
                Set.of(),
                copies.look(restore.key(), uid),
                original,
                world.clock().instant());
    }

    /** What it restores, by its spec, now. */
    Subject subject(VolumeRestore restore) {
        return subject(restore, null);
    }

    private Subject subject(VolumeRestore restore, @Nullable Volume volume) {
        VolumeRestore.Spec spec = restore.spec();
        if (spec.replaced() == null) {
            return world.backups().find(namespace(restore), spec.backup(), spec.archive(), world.nodes());
        }
        Volume.Status status = volume == null ? null : volume.status();
        return (status == null ? List.<Volume.Replaced>of() : status.replaced())
                .stream()
                        .filter(old -> old.dockerVolume().equals(spec.replaced()))
                        .filter(old -> !old.reason().equals(Switch.UNFINISHED))
                        .findFirst()
                        .<Subject>map(Subject.Kept::new)
                        .orElseGet(() -> new Subject.Refused(
                                "NotKept",
                                "Volume %s did not have Docker volume %s, or it is not kept any more; status.replaced lists what is."
                                        .formatted(spec.target().volume(), spec.replaced())));
    }

    /** Only a node that is there can be asked; the plan refuses any other. */
    private @Nullable Set<String> taken(VolumeRestore restore, Subject subject, @Nullable Volume volume) {
        if (!(subject instanceof Subject.Backup backup)) {
            return Set.of();
        }
        String wanted = restore.spec().target().nodeName();
        String node = volume != null ? TransferSnapshot.nodeOf(volume) : wanted != null ? wanted : backup.node();
        if (node == null || !world.nodes().contains(node)) {
            return Set.of();
        }
        return world.engines().canAsk(node) ? world.taken(namespace(restore), node) : null;
    }

    private static String namespace(VolumeRestore restore) {
        return Objects.requireNonNull(restore.metadata().namespace());
    }
}
