package dev.roadstead.apiserver.store.pg;

import dev.roadstead.apiserver.audit.AuditRecord;
import dev.roadstead.apiserver.store.Basis;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.WriteResult;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A write and its caller, who waits for the result; cancelled when the caller has given up.
 *
 * @param write null: there is only a record to keep, and nobody waits
 * @param audit kept if the write is committed; null: nothing is recorded
 */
record PendingWrite(
        @Nullable Write write, @Nullable AuditRecord audit, CompletableFuture<@Nullable WriteResult> result) {
    /** The same, with a result that is open. */
    PendingWrite again() {
        return new PendingWrite(write, audit, new CompletableFuture<>());
    }

    /** What else must hold for it; null when nothing must. */
    @Nullable
    Basis basis() {
        return write == null ? null : write.basis();
    }

    /** What it counts for in the bounds of queues and groups. */
    int bytes() {
        return write == null ? 0 : write.body().length;
    }

    @Override
    public String toString() {
        return write == null ? "an audit record" : write.key().toString();
    }
}
