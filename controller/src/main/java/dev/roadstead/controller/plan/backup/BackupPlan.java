package dev.roadstead.controller.plan.backup;

import dev.roadstead.controller.plan.Note;
import dev.roadstead.model.VolumeBackup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done about a backup now.
 *
 * @param status written first: what is done is recorded before
 * @param actions in order, once the status is written
 * @param notes to be recorded when the actions have worked
 * @param lookAgain when nothing else asks for a pass before
 */
public record BackupPlan(
        VolumeBackup.Status status, List<BackupAction> actions, List<Note> notes, Optional<Duration> lookAgain) {}
