package dev.roadstead.apiserver.store.pg;

import dev.roadstead.apiserver.audit.AuditEntry;
import dev.roadstead.apiserver.store.Basis;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.pg.GroupPlan.NewState;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The statements of a write transaction; each takes a whole group as arrays, one of each column. */
final class WriteStatements {
    static final String LOCK = "SELECT epoch, value, audit_sequence, audit_hash FROM revision FOR UPDATE";

    static final String FIND = """
            SELECT o.resource, o.namespace, o.name, o.uid, o.revision
            FROM unnest($1::text[], $2::text[], $3::text[]) AS i (resource, namespace, name)
            JOIN object o ON o.resource = i.resource AND o.namespace = i.namespace AND o.name = i.name
            """;

    /** Which of some bases do not hold any more, by their places. A basis whose changes are compacted away does not. */
    static final String OVERTAKEN = """
            SELECT b.place FROM unnest($1::text[], $2::text[], $3::bigint[], $4::boolean[]) WITH ORDINALITY
                AS b (resource, namespace, revision, changes_count, place)
            WHERE b.revision < (SELECT compacted FROM revision) OR EXISTS (
              SELECT 1 FROM change c
              WHERE c.revision > b.revision AND c.resource = b.resource
                AND (b.namespace = '' OR c.namespace = b.namespace)
                AND (c.type = 'ADDED' OR (c.type = 'MODIFIED' AND b.changes_count)))
            """;

    /** Fails, and the transaction with it, unless all of them hold. */
    static final String BASES = "SELECT 1 / (CASE WHEN count(*) = 0 THEN 1 ELSE 0 END) FROM (" + OVERTAKEN + ") o";

    static final String CREATE = """
            INSERT INTO object (resource, namespace, name, uid, revision)
            SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[])
            """;

    /** Fails, and the transaction with it, unless each of the objects is what the plan takes it for. */
    static final String UPDATE = """
            WITH updated AS (
              UPDATE object o SET revision = i.revision
              FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
                AS i (resource, namespace, name, uid, revision, previous)
              WHERE o.resource = i.resource AND o.namespace = i.namespace AND o.name = i.name
                AND o.uid = i.uid AND o.revision = i.previous
              RETURNING 1
            ) SELECT 1 / (CASE WHEN count(*) = cardinality($1::text[]) THEN 1 ELSE 0 END) FROM updated
            """;

    /** Likewise. */
    static final String DELETE = """
            WITH deleted AS (
              DELETE FROM object o
              USING unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[])
                AS i (resource, namespace, name, uid, previous)
              WHERE o.resource = i.resource AND o.namespace = i.namespace AND o.name = i.name
                AND o.uid = i.uid AND o.revision = i.previous
              RETURNING 1
            ) SELECT 1 / (CASE WHEN count(*) = cardinality($1::text[]) THEN 1 ELSE 0 END) FROM deleted
            """;

    /** Answers when the last of them was committed, by the database's clock. */
    static final String LOG = """
            WITH logged AS (
              INSERT INTO change (revision, type, resource, namespace, name, uid, body, previous)
              SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                $7::bytea[], $8::bigint[])
              RETURNING revision, committed_at
            ) SELECT committed_at FROM logged ORDER BY revision DESC LIMIT 1
            """;

    static final String AUDIT = """
            INSERT INTO audit (sequence, revision, at, request_id, username, impersonator, address, user_agent, verb,
                resource, namespace, name, subresource, code, dry_run, hash, changed)
            SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::text[],
                $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::int[],
                $15::boolean[], $16::bytea[], $17::text[])
            """;

    static final String COUNT = "UPDATE revision SET value = $1, audit_sequence = $2, audit_hash = $3";

    /** Locks and counts at once; fails, and the transaction with it, if somebody else has counted meanwhile. */
    static final String CLAIM = """
            WITH claimed AS (
              UPDATE revision SET value = $1, audit_sequence = $2, audit_hash = $3
              WHERE epoch = $4 AND value = $5 AND audit_sequence = $6 AND audit_hash = $7
              RETURNING 1
            ) SELECT 1 / count(*) FROM claimed
            """;

    private WriteStatements() {}

    static Tuple keys(Collection<ObjectKey> keys) {
        List<ObjectKey> rows = List.copyOf(keys);
        return addKeys(Tuple.tuple(), rows);
    }

    static Tuple bases(List<Basis> bases) {
        return Tuple.tuple()
                .addArrayOfString(column(bases, String[]::new, Basis::resource))
                .addArrayOfString(column(bases, String[]::new, Basis::namespace))
                .addArrayOfLong(column(bases, Long[]::new, Basis::revision))
                .addArrayOfBoolean(column(bases, Boolean[]::new, Basis::changesCount));
    }

    static Tuple creations(List<NewState> states) {
        return addKeys(Tuple.tuple(), objectKeys(states))
                .addArrayOfString(
                        column(states, String[]::new, state -> state.write().uid()))
                .addArrayOfLong(column(states, Long[]::new, NewState::revision));
    }

    static Tuple updates(List<NewState> states) {
        return creations(states).addArrayOfLong(column(states, Long[]::new, NewState::previous));
    }

    static Tuple deletions(List<NewState> states) {
        return addKeys(Tuple.tuple(), objectKeys(states))
                .addArrayOfString(
                        column(states, String[]::new, state -> state.write().uid()))
                .addArrayOfLong(column(states, Long[]::new, NewState::previous));
    }

    static Tuple changes(List<NewState> states) {
        Tuple tuple = Tuple.tuple()
                .addArrayOfLong(column(states, Long[]::new, NewState::revision))
                .addArrayOfString(
                        column(states, String[]::new, state -> state.type().name()));
        return addKeys(tuple, objectKeys(states))
                .addArrayOfString(
                        column(states, String[]::new, state -> state.write().uid()))
                .addArrayOfBuffer(column(
                        states, Buffer[]::new, state -> wrapped(state.write().body())))
                .addArrayOfLong(column(states, Long[]::new, NewState::previous));
    }

    static Tuple audit(List<AuditEntry> entries) {
        return Tuple.tuple()
                .addArrayOfLong(column(entries, Long[]::new, AuditEntry::sequence))
                .addArrayOfLong(column(entries, Long[]::new, AuditEntry::revision))
                .addArrayOfOffsetDateTime(column(
                        entries,
                        OffsetDateTime[]::new,
                        entry -> entry.record().time().atOffset(ZoneOffset.UTC)))
                .addArrayOfString(
                        column(entries, String[]::new, entry -> entry.record().requestId()))
                .addArrayOfString(
                        column(entries, String[]::new, entry -> entry.record().user()))
                .addArrayOfString(
                        column(entries, String[]::new, entry -> entry.record().impersonator()))
                .addArrayOfString(
                        column(entries, String[]::new, entry -> entry.record().address()))
                .addArrayOfString(
                        column(entries, String[]::new, entry -> entry.record().userAgent()))
                .addArrayOfString(
                        column(entries, String[]::new, entry -> entry.record().verb()))
                .addArrayOfString(
                        column(entries, String[]::new, entry -> entry.record().resource()))
                .addArrayOfString(
                        column(entries, String[]::new, entry -> entry.record().namespace()))
                .addArrayOfString(
                        column(entries, String[]::new, entry -> entry.record().name()))
                .addArrayOfString(
                        column(entries, String[]::new, entry -> entry.record().subresource()))
                .addArrayOfInteger(
                        column(entries, Integer[]::new, entry -> entry.record().code()))
                .addArrayOfBoolean(
                        column(entries, Boolean[]::new, entry -> entry.record().dryRun()))
                .addArrayOfBuffer(column(entries, Buffer[]::new, entry -> wrapped(entry.hash())))
                .addArrayOfString(
                        column(entries, String[]::new, entry -> entry.record().changedLines()));
    }

    static Tuple counters(GroupPlan.Counters counters) {
        return Tuple.tuple()
                .addLong(counters.revision())
                .addLong(counters.auditSequence())
                .addBuffer(wrapped(counters.auditHash()));
    }

    static Tuple claim(GroupPlan.Counters before, GroupPlan.Counters after) {
        return counters(after)
                .addLong(before.epoch())
                .addLong(before.revision())
                .addLong(before.auditSequence())
                .addBuffer(wrapped(before.auditHash()));
    }

    private static List<ObjectKey> objectKeys(List<NewState> states) {
        return states.stream().map(state -> state.write().key()).toList();
    }

    private static Tuple addKeys(Tuple tuple, List<ObjectKey> keys) {
        return tuple.addArrayOfString(column(keys, String[]::new, ObjectKey::resource))
                .addArrayOfString(column(keys, String[]::new, ObjectKey::namespace))
                .addArrayOfString(column(keys, String[]::new, ObjectKey::name));
    }

    /** Without the copy that {@link Buffer#buffer(byte[])} makes of every body. */
    private static Buffer wrapped(byte[] bytes) {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
    }

    private static <R, C> C[] column(List<R> rows, IntFunction<C[]> array, Function<R, C> value) {
        C[] column = array.apply(rows.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(rows.get(i));
        }
        return column;
    }
}
