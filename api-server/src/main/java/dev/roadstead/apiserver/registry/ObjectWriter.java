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
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes an object where its state is still the one that the decision was made from, with the record of who did it; tells
 * when it is not. What is too large, or more than there is room for, is not written.
 */
final class ObjectWriter {
    /** Of the stored form. Many small patches must not make what no request could send. */
    private static final int MAX_BYTES = 3 << 20;

    private final ResourceStore store;
    private final ConsistentReader reader;
    private final WriteAudit audit;
    private final AfterCommit afterCommit;
    private final Capacity capacity;

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

    /**
     * Writes the next state; the deletion of the object when that was all that its finalizers still waited for.
     *
     * @param fresh whether the state was the newest when the attempt began
     * @param basis what else must hold; null when nothing must
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

    private static byte[] encode(Target target, ObjectNode object) {
        return new VersionView(target.definition()).encode(object);
    }

    private static long revision(ObjectNode object) {
        return Long.parseLong(Metadata.resourceVersion(object));
    }
}
