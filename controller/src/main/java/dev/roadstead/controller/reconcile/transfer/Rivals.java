package dev.roadstead.controller.reconcile.transfer;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.transfer.TransferSnapshot;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeRestore;
import dev.roadstead.model.VolumeRestore.Phase;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What else works with a Volume's data. It keeps two from beginning; that they never mix is ensured by what they write:
 * containers stand still for one at a time, and a Volume's status is switched under the precondition that it is as it was.
 */
public record Rivals(Lister<VolumeRestore> restores, Lister<VolumeBackup> backups) {
    private static final Set<Phase> WORKING = Set.of(Phase.Verifying, Phase.Restoring, Phase.Swapping);

    private static final Comparator<VolumeRestore> FIRST_COME = Comparator.<VolumeRestore, Boolean>comparing(
                    restore -> !isWorking(restore))
            .thenComparing(
                    restore -> Objects.requireNonNullElse(restore.metadata().creationTimestamp(), Instant.MAX))
            .thenComparing(restore -> restore.metadata().name());

    /** Of a restore; of several that wait, the first comes first. */
    @Nullable
    String ofRestore(VolumeRestore restore, @Nullable Volume volume) {
        if (volume != null && TransferSnapshot.activeTransfer(volume) != null) {
            return "A move";
        }
        return open(restore.metadata().namespace(), restore.spec().target().volume())
                .filter(other ->
                        !other.metadata().requireUid().equals(restore.metadata().requireUid()))
                .filter(other -> FIRST_COME.compare(other, restore) < 0)
                .min(FIRST_COME)
                .map(other -> "VolumeRestore/" + other.metadata().name())
                .orElseGet(() -> runningBackup(
                        restore.metadata().namespace(), restore.spec().target().volume()));
    }

    /** Of a copy of the Volume itself. */
    @Nullable
    String ofVolume(Volume volume) {
        ObjectMeta metadata = volume.metadata();
        return open(metadata.namespace(), metadata.name())
                .filter(Rivals::isWorking)
                .min(FIRST_COME)
                .map(other -> "VolumeRestore/" + other.metadata().name())
                .orElseGet(() -> runningBackup(metadata.namespace(), metadata.name()));
    }

    private Stream<VolumeRestore> open(@Nullable String namespace, String volume) {
        return restores.all().stream()
                .filter(restore -> Objects.equals(restore.metadata().namespace(), namespace))
                .filter(restore -> restore.spec().target().volume().equals(volume))
                .filter(restore ->
                        restore.status() == null || restore.status().phase() == Phase.Pending || isWorking(restore));
    }

    private static boolean isWorking(VolumeRestore restore) {
        return restore.status() != null && WORKING.contains(restore.status().phase());
    }

    private @Nullable String runningBackup(@Nullable String namespace, String volume) {
        return backups.all().stream()
                .filter(backup -> Objects.equals(backup.metadata().namespace(), namespace))
                .filter(backup -> backup.spec().volume().equals(volume))
                .filter(backup -> backup.status() != null
                        && backup.status().phase() == VolumeBackup.Phase.Running
                        && backup.status().treeHash() == null)
                .map(backup -> "VolumeBackup/" + backup.metadata().name())
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
