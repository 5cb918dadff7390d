package dev.roadstead.controller.plan.backup;

import dev.roadstead.controller.plan.Note;
import dev.roadstead.model.Volume;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done about a Volume's backups now.
 *
 * @param status the Volume's, as it was but for lastBackup and condition BackedUp
 * @param lookAgain when time alone may change the decision
 */
public record SchedulePlan(
        List<ScheduleAction> actions, Volume.Status status, List<Note> notes, Optional<Duration> lookAgain) {}
