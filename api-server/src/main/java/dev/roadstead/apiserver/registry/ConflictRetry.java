package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.watch.CachedObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Read, decide, write on condition, and again when somebody else was faster. The first attempt trusts the cache, which
 * saves a round trip: a stale state can only make its conditional write fail. Whatever else a stale state could lead to
 * (a fault, or the finding that nothing needs to be written) is believed from a fresh one only.
 */
final class ConflictRetry {
    /** Each lost race means that another writer succeeded, so that many in a row are a hot spot, not bad luck. */
    private static final int MAX_ATTEMPTS = 16;

    private static final Duration TURN_LIMIT = Duration.ofSeconds(10);

    /** After that no further attempt begins: slow webhooks are asked in every one of them. */
    private static final Duration ATTEMPTS_LIMIT = Duration.ofSeconds(15);

    private final ConsistentReader reader;
    private final Turns turns = new Turns();

    ConflictRetry(ConsistentReader reader) {
        this.reader = reader;
    }

    /** One pass over a state of the object. */
    interface Attempt<T> {
        /**
         * Decides and writes.
         *
         * @param current complete with its resourceVersion; not to be modified
         * @param fresh whether the state was the newest when the attempt began
         * @return null when the object must be read again
         */
        @Nullable
        T on(ObjectNode current, boolean fresh);
    }

    /**
     * Attempts until one succeeds.
     *
     * @param mayWait whether an attempt asks others outside, for whom nobody else is to wait in a queue
     * @throws ApiException as {@link #onCurrent}
     */
    <T> T on(Target target, boolean mayWait, Attempt<T> attempt) {
        return mayWait ? onFresh(target, attempt) : onCurrent(target, attempt);
    }

    /**
     * Attempts until one succeeds. Writers of this server that meet over one object queue up, so that each succeeds in
     * its turn; only writers of other servers can still be in the way then.
     *
     * @throws ApiException NotFound; Conflict when {@value #MAX_ATTEMPTS} attempts, or those of 15 s, met other writers;
     *     Unavailable when the queue is too long
     */
    <T> T onCurrent(Target target, Attempt<T> attempt) {
        T result = turns.isTaken(target.key()) ? null : onCached(target, attempt);
        if (result != null) {
            return result;
        }
        enter(target);
        try {
            return onFresh(target, attempt);
        } finally {
            turns.leave(target.key());
        }
    }

    private void enter(Target target) {
        try {
            if (turns.enter(target.key(), TURN_LIMIT)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ApiException(new ApiFault.Unavailable(
                "too many writers wait for " + target.subject().describe() + "; try again", Duration.ofSeconds(1)));
    }

    private <T> T onFresh(Target target, Attempt<T> attempt) {
        long began = System.nanoTime();
        for (int i = 0; i < MAX_ATTEMPTS && System.nanoTime() - began < ATTEMPTS_LIMIT.toNanos(); i++) {
            reader.awaitCurrent();
            T result = attempt.on(require(target), true);
            if (result != null) {
                return result;
            }
        }
        throw new ApiException(Preconditions.modified(target));
    }

    private <T> @Nullable T onCached(Target target, Attempt<T> attempt) {
        CachedObject cached = reader.find(target);
        if (cached == null) {
            return null;
        }
        try {
            return attempt.on(decode(target, cached), false);
        } catch (ApiException mayBeStale) {
            return null;
        }
    }

    private ObjectNode require(Target target) {
        CachedObject object = reader.find(target);
        if (object == null) {
            throw new ApiException(new ApiFault.NotFound(target.subject()));
        }
        return decode(target, object);
    }

    /** In the version that the request is about. */
    private static ObjectNode decode(Target target, CachedObject cached) {
        return ObjectJson.decode(new VersionView(target.definition()).of(cached.json()));
    }
}
