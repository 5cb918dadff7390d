package dev.roadstead.controller.plan.backup;

import dev.roadstead.model.BackupPolicy;
import dev.roadstead.model.BackupPolicy.Consistency;
import dev.roadstead.model.BackupPolicy.Hook;
import dev.roadstead.model.BackupRepository;
import dev.roadstead.model.Container;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeBackup.Phase;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a backup is decided from.
 *
 * @param volume the Volume that it is of, if there is one
 * @param repository the BackupRepository that it is to go to, or is in; null when there is none of that name
 * @param users Containers that mount the volume, wanted running or not
 * @param unreachable why the volume's engine cannot be asked; null when it can
 * @param rival what else works with the volume, such as {@code VolumeRestore/undo}; null when nothing does
 * @param reader what reads the backup, and keeps it from being removed; null when nothing does
 * @param previous the newest good backup of the volume beside this one
 * @param namespaceGoing whether the whole namespace is being deleted
 * @param groupWaits whether containers keep still for the NamespaceBackup that it is part of
 */
public record BackupSnapshot(
        VolumeBackup backup,
        @Nullable Volume volume,
        @Nullable BackupRepository repository,
        List<Container> users,
        @Nullable String unreachable,
        @Nullable String rival,
        @Nullable String reader,
        @Nullable VolumeBackup previous,
        boolean namespaceGoing,
        boolean groupWaits,
        RunView run,
        Instant now) {

    /** What containers are told to keep still for. */
    public static String purpose(VolumeBackup backup) {
        String group = backup.spec().group();
        return group == null ? "VolumeBackup/" + backup.metadata().name() : "NamespaceBackup/" + group;
    }

    /** The BackupRepository that a backup is in or is to go to; null when nobody says. */
    public static @Nullable String repositoryOf(VolumeBackup backup, @Nullable Volume volume) {
        VolumeBackup.Status status = backup.status();
        if (status != null && status.repository() != null) {
            return status.repository();
        }
        if (backup.spec().repository() != null) {
            return backup.spec().repository();
        }
        BackupPolicy policy = volume == null ? null : volume.spec().backup();
        return policy == null ? null : policy.repository();
    }

    static Phase phase(VolumeBackup backup) {
        return backup.status() == null ? Phase.Pending : backup.status().phase();
    }

    /** Whether it is a part of a NamespaceBackup, which does hooks and keeps containers still for all parts at once. */
    boolean isGrouped() {
        return backup.spec().group() != null;
    }

    boolean isScheduled() {
        return backup.metadata().annotations().containsKey(Labels.SCHEDULED_AT);
    }

    /** Whether it may go though its archive cannot be removed. */
    boolean isAbandoned() {
        return isAbandoned(backup);
    }

    static boolean isAbandoned(VolumeBackup backup) {
        return "true".equals(backup.metadata().annotations().get(Labels.ABANDON));
    }

    boolean isHeld() {
        return backup.metadata().finalizers().contains(Labels.BACKUP_FINALIZER);
    }

    Consistency consistency() {
        if (backup.spec().consistency() != null) {
            return backup.spec().consistency();
        }
        BackupPolicy policy = policy();
        return policy == null ? Consistency.Hot : policy.consistency();
    }

    @Nullable
    Hook preHook() {
        BackupPolicy policy = policy();
        return isGrouped() || policy == null || policy.hooks() == null
                ? null
                : policy.hooks().pre();
    }

    @Nullable
    Hook postHook() {
        BackupPolicy policy = policy();
        return isGrouped() || policy == null || policy.hooks() == null
                ? null
                : policy.hooks().post();
    }

    Users userGroup() {
        return new Users(purpose(backup), users);
    }

    private @Nullable BackupPolicy policy() {
        return volume == null ? null : volume.spec().backup();
    }
}
