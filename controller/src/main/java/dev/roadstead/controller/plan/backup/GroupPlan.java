package dev.roadstead.controller.plan.backup;

import dev.roadstead.controller.plan.Note;
import dev.roadstead.model.NamespaceBackup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is to be done about a NamespaceBackup now: {@code status} is written first, then come the actions. */
public record GroupPlan(
        NamespaceBackup.Status status, List<GroupAction> actions, List<Note> notes, Optional<Duration> lookAgain) {}
