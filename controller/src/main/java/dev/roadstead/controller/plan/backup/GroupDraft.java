package dev.roadstead.controller.plan.backup;

import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.controller.plan.Note;
import dev.roadstead.model.Condition;
import dev.roadstead.model.NamespaceBackup;
import dev.roadstead.model.VolumeBackup.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A NamespaceBackup's status as it is going to be, and the notes that go with it. */
final class GroupDraft {
    private static final String COMPLETE = "Complete";

    private final GroupSnapshot seen;
    private final List<Note> notes = new ArrayList<>();
    private Phase phase = Phase.Pending;
    private String message = "";
    private @Nullable Instant startedAt;
    private @Nullable Instant completedAt;
    private List<String> backups = List.of();
    private @Nullable String id;
    private List<Condition> conditions = List.of();

    GroupDraft(GroupSnapshot seen) {
        this.seen = seen;
        NamespaceBackup.Status before = seen.backup().status();
        if (before != null) {
            phase = before.phase();
            message = before.message();
            startedAt = before.startedAt();
            completedAt = before.completedAt();
            backups = before.backups();
            id = before.id();
            conditions = before.conditions();
        }
    }

    Phase phase() {
        return phase;
    }

    GroupDraft phase(Phase next, String why) {
        phase = next;
        message = why;
        return this;
    }

    GroupDraft says(String text) {
        message = text;
        return this;
    }

    GroupDraft begins() {
        startedAt = seen.now();
        return condition(Condition.Status.Unknown, "Running", "It is under way.");
    }

    GroupDraft ends() {
        completedAt = seen.now();
        return this;
    }

    GroupDraft backups(List<String> names) {
        backups = names;
        return this;
    }

    List<String> backups() {
        return backups;
    }

    GroupDraft archived(String archive) {
        id = archive;
        return this;
    }

    @Nullable
    String archive() {
        return id;
    }

    GroupDraft condition(Condition.Status status, String reason, String why) {
        Long generation = seen.backup().metadata().generation();
        conditions = Conditions.set(conditions, COMPLETE, status, reason, why, generation, seen.now());
        return this;
    }

    /** The condition that says that it has failed; null while all goes well. */
    @Nullable
    Condition failure() {
        Condition complete = Conditions.find(conditions, COMPLETE);
        return complete != null && complete.status() == Condition.Status.False ? complete : null;
    }

    GroupDraft note(Note note) {
        notes.add(note);
        return this;
    }

    GroupPlan rest(GroupAction... actions) {
        return new GroupPlan(status(), List.of(actions), notes, Optional.empty());
    }

    GroupPlan wait(Duration delay, GroupAction... actions) {
        return wait(delay, List.of(actions));
    }

    GroupPlan wait(Duration delay, List<? extends GroupAction> actions) {
        return new GroupPlan(status(), List.copyOf(actions), notes, Optional.of(delay));
    }

    private NamespaceBackup.Status status() {
        return new NamespaceBackup.Status(phase, message, startedAt, completedAt, backups, id, conditions);
    }
}
