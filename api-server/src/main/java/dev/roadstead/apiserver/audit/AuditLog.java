package dev.roadstead.apiserver.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has been recorded. Blocks; thread-safe. */
public interface AuditLog {
    /**
     * Entries with sequences below {@code before}, the last one first.
     *
     * @param before {@link Long#MAX_VALUE} for the last ones
     * @param limit at most so many
     */
    List<AuditEntry> before(long before, Range range, int limit);

    /** Entries with sequences above {@code after}, in their order. */
    List<AuditEntry> after(long after, int limit);

    /** The entry of that number; null when there is none, or none any more. */
    @Nullable
    AuditEntry find(long sequence);

    /** Where the chain begins and ends, as of one moment. */
    Bounds bounds();

    /**
     * Times between which records are looked for.
     *
     * @param since null: any
     * @param until null: any
     */
    record Range(@Nullable Instant since, @Nullable Instant until) {}

    /**
     * The ends of the chain.
     *
     * @param removed the last entry that retention removed; 0 when none was
     * @param removedHash its hash
     * @param last the last entry; 0 when there is none
     * @param lastHash its hash
     */
    @SuppressWarnings("ArrayRecordComponent") // never modified
    record Bounds(long removed, byte[] removedHash, long last, byte[] lastHash) {}
}
