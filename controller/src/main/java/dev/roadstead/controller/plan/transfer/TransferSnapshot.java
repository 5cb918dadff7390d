package dev.roadstead.controller.plan.transfer;

import dev.roadstead.model.Container;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.Transfer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that is known when it is decided what a Volume is filled with, and where it goes.
 *
 * @param subject what it is to be filled with; looked up only when a copy is about to begin
 * @param containers of the namespace
 * @param rival what else works with the volume, such as {@code VolumeRestore/before-upgrade}; null when nothing does
 * @param nodes that exist
 * @param taken names of Docker volumes that are on the target's engine or that a status speaks of
 */
public record TransferSnapshot(
        Volume volume,
        Subject subject,
        List<Container> containers,
        @Nullable String rival,
        Set<String> nodes,
        Set<String> taken,
        Work work,
        Instant now) {
    /** What containers are told to stand still for. */
    public static String purpose(Volume volume) {
        return "Volume/" + volume.metadata().name();
    }

    /** Whether it has no data yet, and is to get some. */
    public static boolean isToBeFilled(Volume volume) {
        Volume.Source source = volume.spec().source();
        return dataOf(volume) == null && source != null && source.dockerVolume() == null;
    }

    /** Whether its data is on another node than it is to be. */
    public static boolean isToBeMoved(Volume volume) {
        String wanted = volume.spec().nodeName();
        return dataOf(volume) != null && wanted != null && !wanted.equals(nodeOf(volume));
    }

    /** The Docker volume that it has; null while it has none. */
    public static @Nullable String dataOf(Volume volume) {
        return volume.status() == null ? null : volume.status().dockerVolume();
    }

    /** The node that has it; null while none has. */
    public static @Nullable String nodeOf(Volume volume) {
        return volume.status() == null ? null : volume.status().nodeName();
    }

    /** The copy under way; null when there is none, or when the last one failed. */
    public static @Nullable Transfer activeTransfer(Volume volume) {
        Transfer transfer = volume.status() == null ? null : volume.status().transfer();
        return transfer == null || transfer.phase() == Transfer.Phase.Failed ? null : transfer;
    }

    /** The copy under way, or the last one that failed. */
    @Nullable
    Transfer transfer() {
        return volume.status() == null ? null : volume.status().transfer();
    }

    String namespace() {
        return Objects.requireNonNull(volume.metadata().namespace());
    }

    String name() {
        return volume.metadata().name();
    }

    QuietUsers users() {
        return QuietUsers.of(purpose(volume), name(), containers);
    }
}
