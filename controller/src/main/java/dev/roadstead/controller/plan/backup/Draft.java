package dev.roadstead.controller.plan.backup;

import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.controller.plan.Note;
import dev.roadstead.controller.plan.backup.StepEnd.Stored;
import dev.roadstead.model.BackupPolicy.Consistency;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeBackup.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A status as it is going to be, and the notes that go with it. Begins as the one that was read. */
final class Draft {
    static final String UPLOADED = "Uploaded";
    static final String VERIFIED = "Verified";
    static final String PLAUSIBLE = "Plausible";

    private final Instant now;
    private final @Nullable Long generation;
    private final List<Note> notes = new ArrayList<>();

    private Phase phase = Phase.Pending;
    private String message = "";
    private @Nullable Instant startedAt;
    private @Nullable Instant completedAt;
    private @Nullable Consistency consistency;
    private @Nullable String repository;
    private @Nullable Stored stored;
    private @Nullable Quantity bytes;
    private @Nullable Quantity storedBytes;
    private @Nullable Instant lastVerified;
    private List<String> quiesced = List.of();
    private int starts;
    private List<Condition> conditions = List.of();

    Draft(BackupSnapshot seen) {
        this.now = seen.now();
        this.generation = seen.backup().metadata().generation();
        VolumeBackup.Status before = seen.backup().status();
        if (before == null) {
            return;
        }
        phase = before.phase();
        message = before.message();
        startedAt = before.startedAt();
        completedAt = before.completedAt();
        consistency = before.consistency();
        repository = before.repository();
        stored = before.id() == null ? null : storedBefore(before, before.id());
        bytes = before.bytes();
        storedBytes = before.storedBytes();
        lastVerified = before.lastVerified();
        quiesced = before.quiesced();
        starts = before.starts() == null ? 0 : before.starts();
        conditions = before.conditions();
    }

    private static Stored storedBefore(VolumeBackup.Status before, String id) {
        return new Stored(
                id,
                before.files() == null ? 0 : before.files(),
                0,
                String.valueOf(before.treeHash()),
                before.changedFiles() == null ? 0 : before.changedFiles(),
                String.valueOf(before.archiveHash()),
                0);
    }

    Draft phase(Phase next, String why) {
        phase = next;
        message = why;
        return this;
    }

    Draft says(String text) {
        message = text;
        return this;
    }

    Draft note(Note note) {
        notes.add(note);
        return this;
    }

    /** A new attempt: nothing of the last one counts. */
    Draft begins(Consistency how, String where) {
        stored = null;
        bytes = null;
        storedBytes = null;
        startedAt = now;
        completedAt = null;
        consistency = how;
        repository = where;
        return started()
                .condition(UPLOADED, Condition.Status.Unknown, "Running", "Its files are not read yet.")
                .condition(VERIFIED, Condition.Status.Unknown, "Running", "It is not read back yet.");
    }

    Draft started() {
        starts++;
        return this;
    }

    Draft quiesced(List<String> names) {
        quiesced = names;
        return this;
    }

    Draft stored(Stored archive, String how) {
        stored = archive;
        bytes = Sizes.of(archive.bytes());
        storedBytes = Sizes.of(archive.storedBytes());
        return condition(UPLOADED, Condition.Status.True, "Stored", how);
    }

    Draft ended() {
        completedAt = now;
        return this;
    }

    Draft condition(String type, Condition.Status status, String reason, String why) {
        conditions = Conditions.set(conditions, type, status, reason, why, generation, now);
        return this;
    }

    int starts() {
        return starts;
    }

    List<String> quiesced() {
        return quiesced;
    }

    @Nullable
    Instant completedAt() {
        return completedAt;
    }

    @Nullable
    Stored stored() {
        return stored;
    }

    String repository() {
        if (repository == null) {
            throw new IllegalStateException("a backup that began has a repository recorded");
        }
        return repository;
    }

    /** The condition that says that it has failed; null while all goes well. */
    @Nullable
    Condition failure() {
        return conditions.stream()
                .filter(condition -> condition.type().equals(UPLOADED) || condition.type().equals(VERIFIED))
                .filter(condition -> condition.status() == Condition.Status.False)
                .findFirst()
                .orElse(null);
    }

    boolean isUploaded() {
        return Conditions.isTrue(conditions, UPLOADED);
    }

    VolumeBackup.Status status() {
        return new VolumeBackup.Status(
                phase,
                message,
                startedAt,
                completedAt,
                consistency,
                stored == null ? null : stored.id(),
                repository,
                stored == null ? null : stored.files(),
                bytes,
                storedBytes,
                stored == null ? null : stored.changed(),
                stored == null ? null : stored.treeHash(),
                stored == null ? null : stored.archiveHash(),
                lastVerified,
                quiesced,
                starts == 0 ? null : starts,
                conditions);
    }

    BackupPlan rest(BackupAction... actions) {
        return new BackupPlan(status(), List.of(actions), notes, Optional.empty());
    }

    BackupPlan wait(Duration delay, BackupAction... actions) {
        return wait(delay, List.of(actions));
    }

    BackupPlan wait(Duration delay, List<? extends BackupAction> actions) {
        return new BackupPlan(status(), List.copyOf(actions), notes, Optional.of(delay));
    }
}
