package dev.roadstead.controller.plan.restore;

import dev.roadstead.controller.plan.Note;
import dev.roadstead.controller.plan.transfer.DataAction;
import dev.roadstead.model.VolumeRestore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done about a VolumeRestore now.
 *
 * @param actions in order; the status is written after them
 * @param lookAgain when nothing else calls for a pass before
 */
public record RestorePlan(
        List<DataAction> actions, VolumeRestore.Status status, List<Note> notes, Optional<Duration> lookAgain) {}
