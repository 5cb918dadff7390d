package dev.roadstead.apiserver.store.pg;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.WriteResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The one connection that writes. Used by one thread. */
final class CommitConnection implements AutoCloseable {
    /** A statement of its own, so that the next one's snapshot is taken when all earlier writers have committed. */
    private static final String LOCK = "SELECT value FROM revision FOR UPDATE";

    private static final String APPLY = """
            WITH input AS (
              SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bytea[])
                AS i (position, type, resource, namespace, name, uid, expected, body)
            ), checked AS (
              SELECT i.*, CASE WHEN i.type = 'ADDED' THEN o.uid IS NULL
                               ELSE o.uid IS NOT DISTINCT FROM i.uid AND o.revision IS NOT DISTINCT FROM i.expected END AS ok
              FROM input i LEFT JOIN object o USING (resource, namespace, name)
            ), accepted AS (
              SELECT c.*, r.value + row_number() OVER (ORDER BY c.position) AS revision
              FROM checked c CROSS JOIN revision r WHERE c.ok
            ), created AS (
              INSERT INTO object (resource, namespace, name, uid, revision, body)
              SELECT resource, namespace, name, uid, revision, body FROM accepted WHERE type = 'ADDED'
            ), updated AS (
              UPDATE object o SET revision = a.revision, body = a.body FROM accepted a
              WHERE a.type = 'MODIFIED'
                AND (o.resource, o.namespace, o.name) = (a.resource, a.namespace, a.name)
            ), deleted AS (
              DELETE FROM object o USING accepted a
              WHERE a.type = 'DELETED'
                AND (o.resource, o.namespace, o.name) = (a.resource, a.namespace, a.name)
            ), logged AS (
              INSERT INTO change (revision, type, resource, namespace, name, uid, body)
              SELECT revision, type, resource, namespace, name, uid, body FROM accepted
            ), counted AS (
              UPDATE revision SET value = value + (SELECT count(*) FROM accepted)
              WHERE EXISTS (SELECT FROM accepted)
              RETURNING pg_notify('roadstead_changes', '')
            )
            SELECT c.position, a.revision FROM checked c LEFT JOIN accepted a USING (position) ORDER BY c.position
            """;

    private final PgConnection connection;
    private final PreparedStatement lock;
    private final PreparedStatement apply;

    private CommitConnection(PgConnection connection, PreparedStatement lock, PreparedStatement apply) {
        this.connection = connection;
        this.lock = lock;
        this.apply = apply;
    }

    /** @throws dev.roadstead.apiserver.store.StoreUnavailableException if the database cannot be reached */
    static CommitConnection open(PgConnections connections) {
        PgConnection connection = connections.open();
        try {
            // Prepared beforehand: preparing inside the pipeline would need an answer in its middle.
            PreparedStatement lock = prepare(connection, LOCK);
            return new CommitConnection(connection, lock, prepare(connection, APPLY));
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * One transaction in one round trip. Results in the order of the writes, whose keys must differ.
     *
     * @throws RefusedException if the server refused; then nothing was written
     * @throws TimedOutException if the outcome is unknown; then this connection must be closed
     * @throws dev.roadstead.apiserver.store.StoreUnavailableException likewise
     */
    List<WriteResult> commit(List<Write> writes, Duration deadline) {
        Future<RowSet<Row>> begun = connection.query("BEGIN").execute();
        Future<RowSet<Row>> locked = lock.query().execute();
        Future<RowSet<Row>> applied = apply.query().execute(parameters(writes));
        Future<RowSet<Row>> committed = connection.query("COMMIT").execute();
        // COMMIT answers last and turns into ROLLBACK after an error, so it is waited for before errors are looked at.
        Await.result(committed, deadline, "commit");
        Await.result(begun, deadline, "begin");
        Await.result(locked, deadline, "lock the revision");
        return results(writes, Await.result(applied, deadline, "write"));
    }

    @Override
    public void close() {
        connection.close();
    }

    private static PreparedStatement prepare(PgConnection connection, String sql) {
        return Await.orUnavailable(connection.prepare(sql), PgConnections.CONNECT_DEADLINE, "prepare");
    }

    private static List<WriteResult> results(List<Write> writes, RowSet<Row> rows) {
        List<WriteResult> results = new ArrayList<>(writes.size());
        for (Row row : rows) {
            Long revision = row.getLong(1);
            if (revision != null) {
                results.add(new WriteResult.Committed(revision));
            } else if (writes.get(results.size()) instanceof Write.Create) {
                results.add(new WriteResult.AlreadyExists());
            } else {
                results.add(new WriteResult.Conflict());
            }
        }
        return results;
    }

    private static Tuple parameters(List<Write> writes) {
        int size = writes.size();
        Integer[] positions = new Integer[size];
        String[] types = new String[size];
        String[] resources = new String[size];
        String[] namespaces = new String[size];
        String[] names = new String[size];
        String[] uids = new String[size];
        Long[] expected = new Long[size];
        Buffer[] bodies = new Buffer[size];
        for (int i = 0; i < size; i++) {
            Write write = writes.get(i);
            ObjectKey key = write.key();
            positions[i] = i;
            resources[i] = key.resource();
            namespaces[i] = key.namespace();
            names[i] = key.name();
            uids[i] = write.uid();
            bodies[i] = Buffer.buffer(write.body());
            switch (write) {
                case Write.Create create -> {
                    types[i] = Change.Type.ADDED.name();
                    expected[i] = 0L;
                }
                case Write.Update update -> {
                    types[i] = Change.Type.MODIFIED.name();
                    expected[i] = update.expectedRevision();
                }
                case Write.Delete delete -> {
                    types[i] = Change.Type.DELETED.name();
                    expected[i] = delete.expectedRevision();
                }
            }
        }
        return Tuple.tuple()
                .addArrayOfInteger(positions)
                .addArrayOfString(types)
                .addArrayOfString(resources)
                .addArrayOfString(namespaces)
                .addArrayOfString(names)
                .addArrayOfString(uids)
                .addArrayOfLong(expected)
                .addArrayOfBuffer(bodies);
    }
}
