package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.audit.AuditRecord;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.store.Basis;
import dev.roadstead.apiserver.store.CanonicalJson;
import dev.roadstead.apiserver.store.ResourceStore;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.WriteResult;
import dev.roadstead.apiserver.watch.CachedObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Read, decide, write on condition, and again when somebody else was faster. The first attempt trusts the cache, which
 * saves a round trip: a stale state can only make its conditional write fail. Whatever else a stale state could lead to
 * (a fault, or the finding that nothing needs to be written) is believed from a fresh one only.
 */
final class ObjectWriter {
    /** Each lost race means that another writer succeeded, so that many in a row are a hot spot, not bad luck. */
    private static final int MAX_ATTEMPTS = 16;

    /** Of the stored form. Many small patches must not make what no request could send. */
    private static final int MAX_BYTES = 3 << 20;

    private static final Duration TURN_LIMIT = Duration.ofSeconds(10);

    /** After that no further attempt begins: slow webhooks are asked in every one of them. */
    private static final Duration ATTEMPTS_LIMIT = Duration.ofSeconds(15);

    private final ResourceStore store;
    private final ConsistentReader reader;
    private final WriteAudit audit;
    private final AfterCommit afterCommit;
    private final Capacity capacity;
    private final Turns turns = new Turns();

    ObjectWriter(
            ResourceStore store,
            ConsistentReader reader,
            WriteAudit audit,
            AfterCommit afterCommit,
            Capacity capacity) {
        this.store = store;
        this.reader = reader;
        this.audit = audit;
        this.afterCommit = afterCommit;
        this.capacity = capacity;
    }

    /** Called after a write was committed, deletions included, before the client is told. */
    @FunctionalInterface
    interface AfterCommit {
        void committed(Target target, long revision);
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

    /**
     * Writes the next state; the deletion of the object when that was all that its finalizers still waited for.
     *
     * @return null when the object must be read again
     * @throws ApiException TooLarge when the object grows beyond 3 MiB; InsufficientStorage when there is no room
     */
    @Nullable
    Written write(
            Target target,
            ObjectNode current,
            ObjectNode next,
            List<String> warnings,
            boolean dryRun,
            Caller caller,
            boolean fresh) {
        return write(target, current, next, warnings, dryRun, caller, fresh, null);
    }

    /**
     * As {@link #write}.
     *
     * @param basis what else must hold; when it does not, null is returned. Null when nothing must
     */
    @Nullable
    Written write(
            Target target,
            ObjectNode current,
            ObjectNode next,
            List<String> warnings,
            boolean dryRun,
            Caller caller,
            boolean fresh,
            @Nullable Basis basis) {
        long revision = revision(current);
        ObjectNode result = Metadata.withResourceVersion(next, revision);
        if (ObjectJson.same(current, result)) {
            return unwritten(result, revision, warnings, fresh);
        }
        byte[] body = encode(target, next);
        boolean goes = Metadata.isDeleting(next) && DeleteRules.mayGo(next);
        if (!goes) {
            checkSize(target, current, next, body, caller, fresh);
        }
        if (dryRun) {
            return unwritten(result, revision, warnings, fresh);
        }
        String uid = Metadata.uid(current);
        return committed(
                target,
                goes
                        ? new Write.Delete(target.key(), uid, revision, body)
                        : new Write.Update(target.key(), uid, revision, body, basis),
                caller,
                body,
                next,
                warnings,
                () -> goes ? List.of() : ChangedFields.between(current, next));
    }

    private static @Nullable Written unwritten(ObjectNode object, long revision, List<String> warnings, boolean fresh) {
        return fresh ? new Written(object, ObjectJson.plain(object), revision, warnings, false) : null;
    }

    /** What is too large already may shrink and go. */
    private void checkSize(
            Target target, ObjectNode current, ObjectNode next, byte[] body, Caller caller, boolean fresh) {
        boolean large = body.length > MAX_BYTES && !Metadata.isMarking(current, next);
        if (!large && capacity.isAmple(body.length)) {
            return; // nearly always: the state before need not be encoded to know
        }
        int before = encode(target, current).length;
        if (large && body.length > before) {
            throw tooLarge(target, body);
        }
        capacity.require(target, current, next, caller, body.length - before, fresh);
    }

    /**
     * What a creation needs, besides that there is no object of that name.
     *
     * @throws ApiException TooLarge, InsufficientStorage
     */
    void checkCreation(Target target, ObjectNode object, Caller caller) {
        checkedBody(target, object, caller);
    }

    private byte[] checkedBody(Target target, ObjectNode object, Caller caller) {
        byte[] body = encode(target, object);
        if (body.length > MAX_BYTES) {
            throw tooLarge(target, body);
        }
        // Of a name that is taken, the store has to say so: who creates what may be there relies on that answer.
        if (!capacity.isAmple(body.length) && reader.find(target) == null) {
            capacity.require(target, null, object, caller, body.length, true);
        }
        return body;
    }

    /**
     * Writes a new object; null when there is one of that name, or the basis does not hold any more.
     *
     * @param basis what else must hold; null when nothing must
     * @throws ApiException as {@link #checkCreation}
     */
    @Nullable
    Written create(Target target, ObjectNode object, List<String> warnings, Caller caller, @Nullable Basis basis) {
        byte[] body = checkedBody(target, object, caller);
        Write write = new Write.Create(target.key(), Metadata.uid(object), body, basis);
        return committed(target, write, caller, body, object, warnings, List::of);
    }

    /** Deletes the object; false when it must be read again. */
    boolean remove(Target target, ObjectNode current, Caller caller) {
        byte[] body = encode(target, current);
        Write write = new Write.Delete(target.key(), Metadata.uid(current), revision(current), body);
        return committed(target, write, caller, body, current, List.of(), List::of) != null;
    }

    private static ApiException tooLarge(Target target, byte[] body) {
        return new ApiException(new ApiFault.TooLarge(target.subject().describe() + " would have " + body.length
                + " bytes; at most " + MAX_BYTES + " are allowed"));
    }

    private @Nullable Written committed(
            Target target,
            Write write,
            Caller caller,
            byte[] body,
            ObjectNode object,
            List<String> warnings,
            Supplier<List<String>> changed) {
        AuditRecord record = audit.of(target, write, caller, changed);
        return switch (store.write(write, record)) {
            case WriteResult.Committed(long revision) -> {
                if (record != null && caller.request() != null) {
                    caller.request().markRecorded();
                }
                afterCommit.committed(target, revision);
                yield new Written(
                        Metadata.withResourceVersion(object, revision),
                        new VersionView(target.definition()).of(CanonicalJson.withRevision(body, revision)),
                        revision,
                        warnings,
                        write instanceof Write.Create);
            }
            case WriteResult.AlreadyExists(), WriteResult.Conflict(), WriteResult.Overtaken() -> null;
        };
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

    private static byte[] encode(Target target, ObjectNode object) {
        return new VersionView(target.definition()).encode(object);
    }

    private static long revision(ObjectNode object) {
        return Long.parseLong(Metadata.resourceVersion(object));
    }
}
