package dev.roadstead.controller.plan.backup;

import dev.roadstead.model.VolumeBackup;
import java.time.Instant;

/** One effect of a Volume's schedule. What is already so counts as success. */
public sealed interface ScheduleAction {
    /** Its name is that of its volume and time: who makes it twice meets a conflict. */
    record Create(VolumeBackup backup) implements ScheduleAction {}

    /** Notes on the Volume that the run of this time was made, though its VolumeBackup may go. */
    record Remember(Instant scheduledAt) implements ScheduleAction {}

    /** {@code why} is the end of a sentence that starts with what is deleted. */
    record Delete(VolumeBackup backup, String why) implements ScheduleAction {}
}
