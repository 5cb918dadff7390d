package dev.roadstead.controller.plan.backup;

import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.controller.plan.Note;
import dev.roadstead.controller.plan.retention.KeptBackup;
import dev.roadstead.controller.plan.retention.RetentionRules;
import dev.roadstead.controller.plan.schedule.Schedule;
import dev.roadstead.controller.plan.schedule.ScheduleException;
import dev.roadstead.model.BackupPolicy;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeBackup.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a Volume is backed up, which of its backups may go, and whether it is backed up well enough. Retention
 * speaks of what schedules made; what people asked for stays until they delete it.
 */
public final class SchedulePlanner {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMddHHmm").withZone(ZoneOffset.UTC);

    /** Schedules are looked at at least so often: clocks are set, and daylight saving comes. */
    private static final Duration AT_MOST = Duration.ofHours(1);

    private final ScheduleSnapshot seen;
    private final BackupPolicy policy;
    private final List<ScheduleAction> actions = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private Duration lookAgain = AT_MOST;

    private SchedulePlanner(ScheduleSnapshot seen, BackupPolicy policy) {
        this.seen = seen;
        this.policy = policy;
    }

    /** Empty for a Volume without a backup policy that has nothing to be said of. */
    public static Optional<SchedulePlan> plan(ScheduleSnapshot seen) {
        BackupPolicy policy = seen.volume().spec().backup();
        Volume.Status status = seen.volume().status();
        if (status == null || seen.volume().metadata().deleting()) {
            return Optional.empty();
        }
        if (policy == null) {
            return Optional.of(new SchedulePlan(
                    List.of(), BackupStanding.withoutPolicy(status, newestGood(seen)), List.of(), Optional.empty()));
        }
        return Optional.of(new SchedulePlanner(seen, policy).decide(status));
    }

    private SchedulePlan decide(Volume.Status before) {
        Duration interval = null;
        try {
            Schedule schedule = schedule();
            if (schedule != null) {
                interval = schedule.interval(seen.now());
                run(schedule);
            }
            retain(ZoneId.of(policy.timeZone()));
        } catch (ScheduleException e) {
            Volume.Status after = standing(before).refused(String.valueOf(e.getMessage()));
            news(before, after);
            return new SchedulePlan(List.of(), after, notes, Optional.empty());
        }
        BackupStanding standing = standing(before);
        Duration alertAfter =
                policy.alertAfter() != null ? policy.alertAfter() : interval == null ? null : interval.multipliedBy(2);
        Volume.Status after = standing.judged(alertAfter);
        standing.untilAlert(alertAfter).ifPresent(this::lookAgainIn);
        news(before, after);
        return new SchedulePlan(actions, after, notes, Optional.of(lookAgain));
    }

    private BackupStanding standing(Volume.Status before) {
        return new BackupStanding(seen.volume(), before, newestGood(seen), seen.now());
    }

    private @Nullable Schedule schedule() {
        return policy.schedule() == null
                ? null
                : Schedule.of(
                        policy.schedule(),
                        policy.timeZone(),
                        policy.jitter(),
                        seen.volume().metadata().requireUid());
    }

    private void run(Schedule schedule) {
        lookAgainIn(Duration.between(seen.now(), schedule.next(seen.now())));
        Volume.Status data = Objects.requireNonNull(seen.volume().status());
        Optional<Instant> due = schedule.due(lastRun(), seen.now());
        // A Volume that no container has used yet has nothing in it; the run is made up for as soon as it has.
        if (due.isEmpty() || data.dockerVolume() == null || isOneUnderWay()) {
            return;
        }
        actions.add(new ScheduleAction.Create(backup(due.get())));
        actions.add(new ScheduleAction.Remember(due.get()));
    }

    private Instant lastRun() {
        ObjectMeta volume = seen.volume().metadata();
        return Stream.of(
                        Stream.ofNullable(volume.creationTimestamp()),
                        Stream.ofNullable(volume.annotations().get(Labels.SCHEDULED_AT))
                                .flatMap(SchedulePlanner::time),
                        seen.backups().stream().flatMap(SchedulePlanner::scheduledAt))
                .flatMap(times -> times)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    private boolean isOneUnderWay() {
        return seen.backups().stream()
                .filter(backup -> scheduledAt(backup).findAny().isPresent())
                .map(BackupSnapshot::phase)
                .anyMatch(phase -> phase == Phase.Pending || phase == Phase.Running);
    }

    private VolumeBackup backup(Instant at) {
        ObjectMeta volume = seen.volume().metadata();
        ObjectMeta metadata = new ObjectMeta(
                volume.name() + "-" + MINUTE.format(at),
                volume.namespace(),
                null,
                null,
                0,
                null,
                null,
                Map.of(),
                Map.of(Labels.SCHEDULED_AT, at.toString()),
                List.of(Labels.BACKUP_FINALIZER),
                List.of());
        return new VolumeBackup(metadata, new VolumeBackup.Spec(volume.name(), policy.repository(), null, null), null);
    }

    private void retain(ZoneId zone) {
        Map<String, VolumeBackup> ended = new TreeMap<>();
        List<KeptBackup> candidates = new ArrayList<>();
        Set<String> inUse = new HashSet<>(seen.inUse());
        for (VolumeBackup backup : seen.backups()) {
            Optional<Instant> at = scheduledAt(backup).findAny();
            Phase phase = BackupSnapshot.phase(backup);
            boolean over = phase == Phase.Completed || phase == Phase.Failed;
            if (at.isPresent() && over && !backup.metadata().deleting()) {
                String name = backup.metadata().name();
                ended.put(name, backup);
                candidates.add(new KeptBackup(name, at.get(), isGood(backup), inUse.contains(name)));
            }
        }
        RetentionRules.decide(policy.retention(), zone, candidates, seen.now())
                .removed()
                .forEach(name -> actions.add(new ScheduleAction.Delete(
                        Objects.requireNonNull(ended.get(name)), "which retention does not keep")));
    }

    private void news(Volume.Status before, Volume.Status after) {
        Condition was = Conditions.find(before.conditions(), BackupStanding.BACKED_UP);
        Condition is = Conditions.find(after.conditions(), BackupStanding.BACKED_UP);
        if (is != null
                && is.status() == Condition.Status.False
                && (was == null || was.status() != Condition.Status.False)) {
            notes.add(Note.warning("NotBackedUp", is.message()));
        }
    }

    private void lookAgainIn(Duration time) {
        if (time.isPositive() && time.compareTo(lookAgain) < 0) {
            lookAgain = time;
        }
    }

    /** Complete, read back, not far smaller than the one before unless people accept that, and no restore of it failed. */
    public static boolean isGood(VolumeBackup backup) {
        VolumeBackup.Status status = backup.status();
        boolean accepted = "true".equals(backup.metadata().annotations().get(Labels.ACCEPT_SIZE));
        return status != null
                && status.phase() == Phase.Completed
                && Conditions.isTrue(status.conditions(), Draft.VERIFIED)
                && (accepted || !isFalse(status, Draft.PLAUSIBLE))
                && !isFalse(status, ProofPlanner.PROVEN);
    }

    private static boolean isFalse(VolumeBackup.Status status, String type) {
        Condition condition = Conditions.find(status.conditions(), type);
        return condition != null && condition.status() == Condition.Status.False;
    }

    /** Whoever asked for it. */
    static Optional<VolumeBackup> newestGood(ScheduleSnapshot seen) {
        return seen.backups().stream()
                .filter(backup -> !backup.metadata().deleting())
                .filter(SchedulePlanner::isGood)
                .max(Comparator.comparing(SchedulePlanner::completedAt));
    }

    static Instant completedAt(VolumeBackup backup) {
        Instant at = backup.status() == null ? null : backup.status().completedAt();
        return at == null ? Instant.EPOCH : at;
    }

    private static Stream<Instant> scheduledAt(VolumeBackup backup) {
        return Stream.ofNullable(backup.metadata().annotations().get(Labels.SCHEDULED_AT))
                .flatMap(SchedulePlanner::time);
    }

    /** People can write what they like into annotations. */
    static Stream<Instant> time(@Nullable String text) {
        if (text == null) {
            return Stream.empty();
        }
        try {
            return Stream.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Stream.empty();
        }
    }
}
