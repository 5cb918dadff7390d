package dev.roadstead.controller.plan.backup;

import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.model.Condition;
import dev.roadstead.model.GoDuration;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.LastBackup;
import dev.roadstead.model.VolumeBackup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How well a Volume is backed up. Of the Volume's status it says lastBackup and condition BackedUp; everything else is
 * others' and stays as it is.
 */
record BackupStanding(Volume volume, Volume.Status before, Optional<VolumeBackup> newest, Instant now) {
    static final String BACKED_UP = "BackedUp";

    /** Nobody asked for backups, so nothing is wrong without them. */
    static Volume.Status withoutPolicy(Volume.Status before, Optional<VolumeBackup> newest) {
        return with(
                before,
                newest,
                before.conditions().stream()
                        .filter(condition -> !condition.type().equals(BACKED_UP))
                        .toList());
    }

    Volume.Status refused(String why) {
        return with(before, newest, set(Condition.Status.False, "InvalidSchedule", why));
    }

    /** {@code alertAfter} is the age that is too old; null when none is. */
    Volume.Status judged(@Nullable Duration alertAfter) {
        return with(before, newest, conditions(alertAfter));
    }

    private List<Condition> conditions(@Nullable Duration alertAfter) {
        boolean late = untilAlert(alertAfter).map(left -> !left.isPositive()).orElse(false);
        if (newest.isEmpty()) {
            return late
                    ? set(
                            Condition.Status.False,
                            "NoBackup",
                            "There is no backup that was read back, for longer than %s. See kubectl get vbk."
                                    .formatted(text(alertAfter)))
                    : set(Condition.Status.Unknown, "NoBackupYet", "There is no backup yet.");
        }
        String name = newest.get().metadata().name();
        return late
                ? set(
                        Condition.Status.False,
                        "TooOld",
                        "The newest backup that was read back, %s, is older than %s. See kubectl get vbk."
                                .formatted(name, text(alertAfter)))
                : set(Condition.Status.True, "BackedUp", "Backup " + name + " was read back and is right.");
    }

    private static String text(@Nullable Duration alertAfter) {
        return alertAfter == null ? "" : GoDuration.format(alertAfter);
    }

    /** How long all is well without another backup; empty when for ever. */
    Optional<Duration> untilAlert(@Nullable Duration alertAfter) {
        Instant since = newest.map(SchedulePlanner::completedAt)
                .orElse(volume.metadata().creationTimestamp());
        return alertAfter == null || since == null
                ? Optional.empty()
                : Optional.of(Duration.between(now, since.plus(alertAfter)));
    }

    private List<Condition> set(Condition.Status status, String reason, String why) {
        return Conditions.set(
                before.conditions(),
                BACKED_UP,
                status,
                reason,
                why,
                volume.metadata().generation(),
                now);
    }

    private static Volume.Status with(
            Volume.Status before, Optional<VolumeBackup> newest, List<Condition> conditions) {
        return new Volume.Status(
                before.observedGeneration(),
                before.nodeName(),
                before.dockerVolume(),
                before.usedBytes(),
                before.measuredAt(),
                before.sizeEnforcement(),
                before.usedBy(),
                before.transfer(),
                before.replaced(),
                newest.map(backup -> new LastBackup(
                                backup.metadata().name(), SchedulePlanner.completedAt(backup)))
                        .orElse(null),
                before.lastVerified(),
                conditions);
    }
}
