package dev.roadstead.controller.trigger;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.VolumeMounts;
import dev.roadstead.model.Container;
import dev.roadstead.model.Resource;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeRestore;
import dev.roadstead.model.VolumeRestore.Phase;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which VolumeRestores are looked at when something changes: all that are not over and have to do with it. */
public record RestoreTriggers(Lister<VolumeRestore> restores) {
    /** Itself, and those that wait for it. */
    public Set<String> restore(@Nullable VolumeRestore before, @Nullable VolumeRestore after) {
        VolumeRestore changed = after == null ? Objects.requireNonNull(before) : after;
        Set<String> keys = open(restore -> sameNamespace(restore, changed)
                && isOf(restore, changed.spec().target().volume()));
        Set<String> all = new HashSet<>(keys);
        all.add(changed.key());
        return all;
    }

    /** Those of the Volume. */
    public Set<String> volume(@Nullable Volume before, @Nullable Volume after) {
        Volume changed = after == null ? Objects.requireNonNull(before) : after;
        return open(restore -> sameNamespace(restore, changed)
                && isOf(restore, changed.metadata().name()));
    }

    /** Those of what it restores, or that wait until it has been read. */
    public Set<String> backup(@Nullable VolumeBackup before, @Nullable VolumeBackup after) {
        VolumeBackup changed = after == null ? Objects.requireNonNull(before) : after;
        return open(restore -> sameNamespace(restore, changed)
                && (changed.metadata().name().equals(restore.spec().backup())
                        || isOf(restore, changed.spec().volume())));
    }

    /** Those that stop or start it. */
    public Set<String> container(@Nullable Container before, @Nullable Container after) {
        Container changed = after == null ? Objects.requireNonNull(before) : after;
        Set<String> volumes = VolumeMounts.names(changed.spec().template());
        return volumes.isEmpty()
                ? Set.of()
                : open(restore -> sameNamespace(restore, changed)
                        && volumes.contains(restore.spec().target().volume()));
    }

    private Set<String> open(Predicate<VolumeRestore> wanted) {
        return restores.all().stream()
                .filter(restore -> restore.status() == null
                        || (restore.status().phase() != Phase.Completed
                                && restore.status().phase() != Phase.Failed))
                .filter(wanted)
                .map(VolumeRestore::key)
                .collect(Collectors.toSet());
    }

    private static boolean isOf(VolumeRestore restore, String volume) {
        return restore.spec().target().volume().equals(volume);
    }

    private static boolean sameNamespace(Resource one, Resource other) {
        return Objects.equals(one.metadata().namespace(), other.metadata().namespace());
    }
}
