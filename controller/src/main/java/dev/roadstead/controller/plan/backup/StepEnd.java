package dev.roadstead.controller.plan.backup;

import org.jspecify.annotations.Nullable;

/** What a piece of a backup's work came to. */
public sealed interface StepEnd {
    /** The hooks before have run. */
    record Prepared() implements StepEnd {}

    /**
     * The archive is complete in the repository.
     *
     * @param id restic's snapshot id
     * @param changed files that may have changed while they were read
     * @param storedBytes that it added to the repository
     */
    record Stored(String id, long files, long bytes, String treeHash, long changed, String archiveHash, long storedBytes)
            implements StepEnd {}

    /** The hooks after have run; {@code trouble} says which of them failed, and is null when none did. */
    record CleanedUp(@Nullable String trouble) implements StepEnd {}

    /** The archive was read back, is what was read, and is listed as a backup. */
    record Confirmed() implements StepEnd {}

    /** It is gone from the repository. */
    record Removed() implements StepEnd {}

    /**
     * It failed.
     *
     * @param reason one CamelCase word for programs
     * @param message what is wrong and what to do, as a sentence
     */
    record Broken(Step step, String reason, String message) implements StepEnd {}

    /** Pieces of work. */
    enum Step {
        PREPARE,
        STORE,
        CLEAN_UP,
        CONFIRM,
        REMOVE
    }
}
