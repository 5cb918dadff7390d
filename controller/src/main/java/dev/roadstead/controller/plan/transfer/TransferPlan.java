package dev.roadstead.controller.plan.transfer;

import dev.roadstead.controller.plan.Note;
import dev.roadstead.model.Volume;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about a Volume's data now.
 *
 * @param actions in order; the status is written after them
 * @param status of the Volume; what others write of it is as it was; null when it stays as it is
 * @param lookAgain when nothing else calls for a pass before
 */
public record TransferPlan(
        List<DataAction> actions, Volume.@Nullable Status status, List<Note> notes, Optional<Duration> lookAgain) {}
