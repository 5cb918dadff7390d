package dev.roadstead.apiserver.store.pg;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.WriteResult;
import dev.roadstead.apiserver.store.pg.GroupPlan.Counters;
import dev.roadstead.apiserver.store.pg.GroupPlan.NewState;
import dev.roadstead.apiserver.store.pg.GroupPlan.Present;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one connection that writes. Used by one thread. */
final class CommitConnection implements AutoCloseable {
    private final PgConnection connection;
    private final boolean notifies;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    private CommitConnection(PgConnection connection, boolean notifies) {
        this.connection = connection;
        this.notifies = notifies;
    }

    /** @throws dev.roadstead.apiserver.store.StoreUnavailableException if the database cannot be reached */
    static CommitConnection open(PgConnections connections) {
        PgConnection connection = connections.open();
        try {
            CommitConnection opened =
                    new CommitConnection(connection, connections.config().listen());
            opened.tune(connections.config().writeDeadline());
            // Prepared beforehand: preparing inside the pipeline would need an answer in its middle.
            for (String sql : List.of(
                    WriteStatements.LOCK,
                    WriteStatements.FIND,
                    WriteStatements.CREATE,
                    WriteStatements.UPDATE,
                    WriteStatements.DELETE,
                    WriteStatements.LOG,
                    WriteStatements.AUDIT,
                    WriteStatements.COUNT)) {
                opened.prepare(sql);
            }
            return opened;
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * One transaction in two round trips: lock and look, decide, write and commit. Results in the order of the group,
     * whose keys must differ.
     *
     * @throws RefusedException if the server refused; then nothing was written
     * @throws TimedOutException if the outcome is unknown; then this connection must be closed
     * @throws dev.roadstead.apiserver.store.StoreUnavailableException likewise
     */
    List<@Nullable WriteResult> commit(List<PendingWrite> group, Duration deadline) {
        List<ObjectKey> keys = group.stream()
                .map(PendingWrite::write)
                .filter(Objects::nonNull)
                .map(Write::key)
                .toList();
        Future<RowSet<Row>> begun = connection.query("BEGIN").execute();
        Future<RowSet<Row>> locked = statement(WriteStatements.LOCK).query().execute();
        // A statement of its own, so that its snapshot is taken when all earlier writers have committed.
        Future<RowSet<Row>> found = execute(WriteStatements.FIND, WriteStatements.keys(keys));
        try {
            Await.settled(found, deadline, "read what is to be written");
            Await.result(begun, deadline, "begin");
            Counters before = counters(Await.result(locked, deadline, "lock the revision"));
            GroupPlan plan = GroupPlan.decide(
                    group, before, present(Await.result(found, deadline, "read what is to be written")));
            commit(plan, deadline);
            return plan.results();
        } catch (RefusedException e) {
            connection.query("ROLLBACK").execute(); // COMMIT has ended the transaction, unless it was not sent
            throw e;
        }
    }

    @Override
    public void close() {
        connection.close();
    }

    private void commit(GroupPlan plan, Duration deadline) {
        List<Future<?>> written = new ArrayList<>();
        if (!plan.states().isEmpty()) {
            writeStates(plan, written);
        }
        if (!plan.entries().isEmpty()) {
            written.add(execute(WriteStatements.AUDIT, WriteStatements.audit(plan.entries())));
        }
        if (!plan.isEmpty()) {
            written.add(execute(WriteStatements.COUNT, WriteStatements.counters(plan.after())));
        }
        Future<RowSet<Row>> committed = connection.query("COMMIT").execute();
        // COMMIT answers last and turns into ROLLBACK after an error, so it is waited for before errors are looked at.
        Await.settled(committed, deadline, "commit");
        for (Future<?> statement : written) {
            Await.result(statement, deadline, "write");
        }
        Await.result(committed, deadline, "commit");
    }

    private void writeStates(GroupPlan plan, List<Future<?>> written) {
        List<NewState> creations = of(Change.Type.ADDED, plan);
        List<NewState> updates = of(Change.Type.MODIFIED, plan);
        List<NewState> deletions = of(Change.Type.DELETED, plan);
        if (!creations.isEmpty()) {
            written.add(execute(WriteStatements.CREATE, WriteStatements.creations(creations)));
        }
        if (!updates.isEmpty()) {
            written.add(execute(WriteStatements.UPDATE, WriteStatements.updates(updates)));
        }
        if (!deletions.isEmpty()) {
            written.add(execute(WriteStatements.DELETE, WriteStatements.deletions(deletions)));
        }
        written.add(execute(WriteStatements.LOG, WriteStatements.changes(plan.states())));
        if (notifies) {
            written.add(connection.query("NOTIFY " + PgStore.CHANNEL).execute());
        }
    }

    private static List<NewState> of(Change.Type type, GroupPlan plan) {
        return plan.states().stream().filter(state -> state.type() == type).toList();
    }

    private Future<RowSet<Row>> execute(String sql, Tuple parameters) {
        return statement(sql).query().execute(parameters);
    }

    private PreparedStatement statement(String sql) {
        return Objects.requireNonNull(prepared.get(sql), sql);
    }

    private void prepare(String sql) {
        prepared.put(
                sql, Await.orUnavailable(connection.prepare(sql), PgConnections.CONNECT_DEADLINE, "prepare " + sql));
    }

    /**
     * Plans are made once, perhaps while a table is still empty, and must be right for any size: through the keys. A
     * database that does not know these settings has its own ways.
     */
    private void tune(Duration deadline) {
        for (String setting : List.of(
                // A server that stops between lock and commit must not hold the others up for long.
                "idle_in_transaction_session_timeout = '2s'",
                "plan_cache_mode = force_generic_plan",
                "enable_seqscan = off",
                "enable_hashjoin = off",
                "enable_mergejoin = off")) {
            Await.settled(connection.query("SET " + setting).execute(), deadline, "SET " + setting);
        }
    }

    private static Counters counters(RowSet<Row> rows) {
        Row row = rows.iterator().next();
        return new Counters(row.getLong(0), row.getLong(1), row.getBuffer(2).getBytes());
    }

    private static Map<ObjectKey, Present> present(RowSet<Row> rows) {
        Map<ObjectKey, Present> present = new HashMap<>();
        for (Row row : rows) {
            present.put(
                    new ObjectKey(row.getString(0), row.getString(1), row.getString(2)),
                    new Present(row.getString(3), row.getLong(4)));
        }
        return present;
    }
}
