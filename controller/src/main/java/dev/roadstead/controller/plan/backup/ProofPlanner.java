package dev.roadstead.controller.plan.backup;

import dev.roadstead.controller.plan.schedule.Schedule;
import dev.roadstead.controller.plan.schedule.ScheduleException;
import dev.roadstead.model.BackupPolicy;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeBackup.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides when the newest backup of a Volume is restored into a scratch volume, to see whether that can be done. */
public final class ProofPlanner {
    /** Condition of a VolumeBackup. */
    public static final String PROVEN = "Proven";

    private static final Duration AT_MOST = Duration.ofHours(1);
    private static final Duration WHILE_WORKING = Duration.ofSeconds(10);

    /** How soon one is tried again that found nothing out. */
    private static final Duration AGAIN = Duration.ofMinutes(5);

    private ProofPlanner() {}

    /** How the work stands: {@code before} it in line (0: none; negative: it stands in none), and what it came to. */
    public record Standing(int before, boolean active, Optional<Proof> ended) {}

    /** Pure: the same arguments give the same plan. */
    public static ProofPlan plan(ScheduleSnapshot seen, Standing work) {
        Volume volume = seen.volume();
        BackupPolicy policy = volume.spec().backup();
        Volume.Status data = volume.status();
        if (policy == null || policy.verify() == null || data == null || data.nodeName() == null) {
            return new ProofPlan.Rest(Optional.empty());
        }
        if (volume.metadata().deleting()) {
            return new ProofPlan.Rest(Optional.empty());
        }
        if (work.ended().isPresent()) {
            return ended(seen, work.ended().get());
        }
        if (work.active() || work.before() > 0) {
            return new ProofPlan.Wait(WHILE_WORKING);
        }
        try {
            return due(seen, policy, policy.verify(), data.nodeName(), work);
        } catch (ScheduleException e) {
            // The Volume's condition says so.
            return new ProofPlan.Rest(Optional.empty());
        }
    }

    private static ProofPlan due(
            ScheduleSnapshot seen, BackupPolicy policy, BackupPolicy.Verify verify, String node, Standing work) {
        ObjectMeta volume = seen.volume().metadata();
        Schedule schedule = Schedule.of(verify.schedule(), policy.timeZone(), policy.jitter(), volume.requireUid());
        Instant since = Stream.of(
                        Stream.ofNullable(volume.creationTimestamp()),
                        Stream.ofNullable(volume.annotations().get(Labels.PROOF_TRIED_AT))
                                .flatMap(SchedulePlanner::time))
                .flatMap(times -> times)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        Optional<VolumeBackup> newest = newest(seen);
        if (schedule.due(since, seen.now()).isEmpty() || newest.isEmpty()) {
            Duration next = Duration.between(seen.now(), schedule.next(seen.now()));
            return new ProofPlan.Rest(Optional.of(next.compareTo(AT_MOST) < 0 ? next : AT_MOST));
        }
        return work.before() < 0 ? new ProofPlan.Enter(node) : new ProofPlan.Prove(newest.get(), node, verify.check());
    }

    private static ProofPlan ended(ScheduleSnapshot seen, Proof proof) {
        Optional<VolumeBackup> backup = seen.backups().stream()
                .filter(one -> one.metadata().name().equals(proof.backup()))
                .findFirst();
        if (backup.isEmpty() || proof.passing()) {
            return new ProofPlan.Rest(Optional.of(AGAIN));
        }
        return new ProofPlan.Settle(backup.get(), proof.proven(), proof.reason(), proof.message(), seen.now());
    }

    /** Even one of which a restore failed before: perhaps it does not any more. */
    private static Optional<VolumeBackup> newest(ScheduleSnapshot seen) {
        return seen.backups().stream()
                .filter(backup -> !backup.metadata().deleting())
                .filter(backup -> BackupSnapshot.phase(backup) == Phase.Completed)
                .max(Comparator.comparing(SchedulePlanner::completedAt));
    }
}
