package dev.roadstead.controller.plan.restore;

import dev.roadstead.controller.plan.transfer.QuietUsers;
import dev.roadstead.controller.plan.transfer.Subject;
import dev.roadstead.controller.plan.transfer.Work;
import dev.roadstead.model.Container;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeRestore;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a VolumeRestore is decided from.
 *
 * @param subject looked up only while nothing is recorded yet
 * @param volume of the target's name, if there is one
 * @param containers of the namespace
 * @param rival what else works with the volume, such as {@code VolumeBackup/nightly}; null when nothing does
 * @param nodes that exist
 * @param taken names of Docker volumes that are on the node or that a status speaks of; null when this server cannot ask
 *     the node
 * @param original what the Volume asked for when it was backed up; null while it is not known, or when nobody wrote it down
 */
public record RestoreSnapshot(
        VolumeRestore restore,
        Subject subject,
        @Nullable Volume volume,
        List<Container> containers,
        @Nullable String rival,
        Set<String> nodes,
        @Nullable Set<String> taken,
        Work work,
        Volume.@Nullable Spec original,
        Instant now) {
    /** What containers are told to stand still for. */
    public static String purpose(VolumeRestore restore) {
        return "VolumeRestore/" + restore.metadata().name();
    }

    /** The Docker volume that a restore fills and that was not compared yet; null when there is none. */
    public static @Nullable String unfinished(VolumeRestore restore) {
        VolumeRestore.Status status = restore.status();
        return status == null
                        || (status.phase() != VolumeRestore.Phase.Verifying
                                && status.phase() != VolumeRestore.Phase.Restoring)
                ? null
                : status.dockerVolume();
    }

    String namespace() {
        return Objects.requireNonNull(restore.metadata().namespace());
    }

    String volumeName() {
        return restore.spec().target().volume();
    }

    boolean swaps() {
        return restore.spec().target().mode() == VolumeRestore.Mode.Swap;
    }

    QuietUsers users() {
        return QuietUsers.of(purpose(restore), volumeName(), containers);
    }

    /** The Docker volume that is recorded; null when none is. */
    @Nullable
    String dockerVolume() {
        VolumeRestore.Status status = restore.status();
        return status == null ? null : status.dockerVolume();
    }
}
