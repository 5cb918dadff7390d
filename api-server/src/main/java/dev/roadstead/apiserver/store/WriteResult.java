package dev.roadstead.apiserver.store;

/** What became of a {@link Write}. */
public sealed interface WriteResult {
    /** The write is durable and has this revision. */
    record Committed(long revision) implements WriteResult {}

    /** A {@link Write.Create} met an object of its key; nothing was written. */
    record AlreadyExists() implements WriteResult {}

    /** The basis of the write does not hold any more; nothing was written. */
    record Overtaken() implements WriteResult {}

    /** The object is gone, or no longer has the expected uid and revision; nothing was written. */
    record Conflict() implements WriteResult {}
}
