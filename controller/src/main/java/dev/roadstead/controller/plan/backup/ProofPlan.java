package dev.roadstead.controller.plan.backup;

import dev.roadstead.model.BackupPolicy.Check;
import dev.roadstead.model.VolumeBackup;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is to be done about proving that a Volume's newest backup can be restored. */
public sealed interface ProofPlan {
    /** Nothing before this time has passed, or before something changes; whatever is under way is ended. */
    record Rest(Optional<Duration> lookAgain) implements ProofPlan {}

    /** Asks for a place to work in. */
    record Enter(String node) implements ProofPlan {}

    /** Something is under way, or stands in line. */
    record Wait(Duration lookAgain) implements ProofPlan {}

    /** Restores the backup into a scratch volume, compares, and has the check command look at it; null for none. */
    record Prove(VolumeBackup backup, String node, @Nullable Check check) implements ProofPlan {}

    /** What was found is written: to the backup, and when it was good, to the Volume; then it is over. */
    record Settle(VolumeBackup backup, boolean proven, String reason, String message, Instant at)
            implements ProofPlan {}
}
