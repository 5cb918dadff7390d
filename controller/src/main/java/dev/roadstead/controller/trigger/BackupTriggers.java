package dev.roadstead.controller.trigger;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.VolumeMounts;
import dev.roadstead.model.Container;
import dev.roadstead.model.NamespaceBackup;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeBackup.Phase;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which backups a change concerns. */
public final class BackupTriggers {
    private final Lister<VolumeBackup> backups;
    private final Lister<NamespaceBackup> groups;

    /** {@code backups} need the index {@code volume}, by key. */
    public BackupTriggers(Lister<VolumeBackup> backups, Lister<NamespaceBackup> groups) {
        this.backups = backups;
        this.groups = groups;
    }

    /** Itself, but for what it writes into its own status. */
    public static Set<String> backup(@Nullable VolumeBackup before, @Nullable VolumeBackup after) {
        boolean annotated = before != null
                && after != null
                && !before.metadata().annotations().equals(after.metadata().annotations());
        return annotated || Changes.beyondStatus(before, after)
                ? Set.of(Changes.either(before, after).key())
                : Set.of();
    }

    public static Set<String> group(@Nullable NamespaceBackup before, @Nullable NamespaceBackup after) {
        return Changes.beyondStatus(before, after)
                ? Set.of(Changes.either(before, after).key())
                : Set.of();
    }

    /** The Volume whose backup comes, ends or goes, or is judged otherwise by people. */
    public static Set<String> volumeOf(@Nullable VolumeBackup before, @Nullable VolumeBackup after) {
        boolean same = before != null
                && after != null
                && phase(before) == phase(after)
                && before.metadata().deleting() == after.metadata().deleting()
                && before.metadata().annotations().equals(after.metadata().annotations());
        VolumeBackup backup = Changes.either(before, after);
        return same
                ? Set.of()
                : Set.of(backup.metadata().namespace() + "/" + backup.spec().volume());
    }

    /** The group whose part was read, or has ended. */
    public static Set<String> groupOf(@Nullable VolumeBackup before, @Nullable VolumeBackup after) {
        VolumeBackup backup = Changes.either(before, after);
        String group = backup.spec().group();
        boolean same = before != null
                && after != null
                && phase(before) == phase(after)
                && Objects.equals(tree(before), tree(after));
        return group == null || same ? Set.of() : Set.of(backup.metadata().namespace() + "/" + group);
    }

    /** Itself, when something beside what controllers write into its status has changed, or it came to have data. */
    public static Set<String> volume(@Nullable Volume before, @Nullable Volume after) {
        boolean annotated = before != null
                && after != null
                && !before.metadata().annotations().equals(after.metadata().annotations());
        return annotated || Changes.beyondStatus(before, after) || !Objects.equals(data(before), data(after))
                ? Set.of(Changes.either(before, after).key())
                : Set.of();
    }

    /** Backups that wait for the volume. */
    public Set<String> ofVolume(@Nullable Volume before, @Nullable Volume after) {
        return Objects.equals(data(before), data(after))
                ? Set.of()
                : open(Changes.either(before, after).key());
    }

    /** Backups of its volumes that are under way: it may keep still now, or go on. */
    public Set<String> ofContainer(@Nullable Container before, @Nullable Container after) {
        if (before != null && after != null && seen(before).equals(seen(after))) {
            return Set.of();
        }
        Container container = Changes.either(before, after);
        Set<String> keys = new LinkedHashSet<>();
        VolumeMounts.names(container.spec().template())
                .forEach(name -> keys.addAll(open(container.metadata().namespace() + "/" + name)));
        return keys;
    }

    /** Groups of its namespace that are under way. */
    public Set<String> groupsOfContainer(@Nullable Container before, @Nullable Container after) {
        Container container = Changes.either(before, after);
        if (VolumeMounts.names(container.spec().template()).isEmpty()
                || (before != null && after != null && seen(before).equals(seen(after)))) {
            return Set.of();
        }
        Set<String> keys = new LinkedHashSet<>();
        for (NamespaceBackup group : groups.all()) {
            boolean running = group.status() != null && group.status().phase() == Phase.Running;
            if (running
                    && Objects.equals(
                            group.metadata().namespace(), container.metadata().namespace())) {
                keys.add(group.key());
            }
        }
        return keys;
    }

    /** One that keeps still, when that is new. */
    public static Set<String> quiesced(@Nullable Container before, @Nullable Container after) {
        boolean same = before != null
                && after != null
                && Objects.equals(before.spec().quiesce(), after.spec().quiesce());
        return after == null || after.spec().quiesce() == null || same ? Set.of() : Set.of(after.key());
    }

    private Set<String> open(String volume) {
        Set<String> keys = new LinkedHashSet<>();
        for (VolumeBackup backup : backups.byIndex("volume", volume)) {
            if (phase(backup) == Phase.Pending || phase(backup) == Phase.Running) {
                keys.add(backup.key());
            }
        }
        return keys;
    }

    private static Phase phase(VolumeBackup backup) {
        return backup.status() == null ? Phase.Pending : backup.status().phase();
    }

    private static @Nullable String tree(VolumeBackup backup) {
        return backup.status() == null ? null : backup.status().treeHash();
    }

    private static @Nullable String data(@Nullable Volume volume) {
        return volume == null || volume.status() == null
                ? null
                : volume.status().nodeName() + "/" + volume.status().dockerVolume();
    }

    /** All of a container that a backup looks at. */
    private static String seen(Container container) {
        Container.Status status = container.status();
        return container.spec().quiesce()
                + (status == null ? "" : " " + status.state() + " " + status.observedGeneration());
    }
}
