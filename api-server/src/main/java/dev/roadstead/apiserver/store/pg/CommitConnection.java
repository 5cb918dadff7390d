package dev.roadstead.apiserver.store.pg;

import dev.roadstead.apiserver.store.Basis;
import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.StoredObject;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.WriteResult;
import dev.roadstead.apiserver.store.pg.GroupPlan.Counters;
import dev.roadstead.apiserver.store.pg.GroupPlan.NewState;
import dev.roadstead.apiserver.store.pg.GroupPlan.Present;
import io.vertx.core.Context;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one connection that writes. Used by one thread. */
final class CommitConnection implements AutoCloseable {
    /** After a wrong assumption: where one was wrong, others are soon, and each costs a transaction. */
    private static final int CAUTIOUS_COMMITS = 8;

    private final Context context;
    private final PgConnection connection;
    private final @Nullable String notification;
    private final RecentCommits recent;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    /** After the last commit; null when it is not known. */
    private @Nullable Counters counters;

    private int cautious;

    private CommitConnection(
            Context context, PgConnection connection, @Nullable String notification, RecentCommits recent) {
        this.context = context;
        this.connection = connection;
        this.notification = notification;
        this.recent = recent;
    }

    /**
     * Connects.
     *
     * @param notification what a transaction ends with that wrote something; null for nothing
     * @param recent told of every commit
     * @throws dev.roadstead.apiserver.store.StoreUnavailableException if the database cannot be reached
     */
    static CommitConnection open(PgConnections connections, @Nullable String notification, RecentCommits recent) {
        Context context = connections.vertx().getOrCreateContext(); // of this thread, and thus the connection's
        PgConnection connection = connections.open();
        try {
            CommitConnection opened = new CommitConnection(context, connection, notification, recent);
            opened.tune(connections.config().writeDeadline());
            // Prepared beforehand: preparing inside the pipeline would need an answer in its middle.
            for (String sql : List.of(
                    WriteStatements.LOCK,
                    WriteStatements.FIND,
                    WriteStatements.OVERTAKEN,
                    WriteStatements.BASES,
                    WriteStatements.CLAIM,
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
     * One transaction. Results in the order of the group, whose keys must differ.
     *
     * <p>Nearly always nobody else has written since the last commit and no write is refused. So this is assumed first, and
     * checked by the statements themselves, in one round trip; when it was wrong, nothing was written, and a second
     * transaction locks and looks, decides, and writes.
     *
     * @throws RefusedException if the server refused; then nothing was written
     * @throws TimedOutException if the outcome is unknown; then this connection must be closed
     * @throws dev.roadstead.apiserver.store.StoreUnavailableException likewise
     */
    List<@Nullable WriteResult> commit(List<PendingWrite> group, Duration deadline) {
        Counters before = counters;
        if (before != null && cautious == 0) {
            try {
                return assume(group, before, deadline);
            } catch (RefusedException e) {
                counters = null;
                cautious = CAUTIOUS_COMMITS;
            }
        }
        cautious = Math.max(0, cautious - 1);
        return look(group, deadline);
    }

    @Override
    public void close() {
        connection.close();
    }

    private List<@Nullable WriteResult> assume(List<PendingWrite> group, Counters before, Duration deadline) {
        GroupPlan plan = GroupPlan.assume(group, before);
        if (plan.isEmpty()) {
            return plan.results();
        }
        Pipeline pipeline = pipeline()
                .add("BEGIN")
                .add(statement(WriteStatements.CLAIM), WriteStatements.claim(before, plan.after()));
        List<Basis> bases = plan.bases();
        if (!bases.isEmpty()) {
            pipeline.add(statement(WriteStatements.BASES), WriteStatements.bases(bases));
        }
        write(plan, pipeline, deadline);
        return plan.results();
    }

    private List<@Nullable WriteResult> look(List<PendingWrite> group, Duration deadline) {
        List<ObjectKey> keys = group.stream()
                .map(PendingWrite::write)
                .filter(Objects::nonNull)
                .map(Write::key)
                .toList();
        List<Basis> bases = group.stream()
                .map(PendingWrite::basis)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        try {
            Pipeline looking = pipeline()
                    .add("BEGIN")
                    .add(statement(WriteStatements.LOCK), Tuple.tuple())
                    // A statement of its own, so that its snapshot is taken when all earlier writers have committed.
                    .add(statement(WriteStatements.FIND), WriteStatements.keys(keys));
            if (!bases.isEmpty()) {
                looking.add(statement(WriteStatements.OVERTAKEN), WriteStatements.bases(bases));
            }
            List<RowSet<Row>> seen = looking.send(deadline, "read what is to be written");
            Counters before = counters(seen.get(1));
            if (counters != null && counters.epoch() != before.epoch()) {
                recent.restart();
            }
            GroupPlan plan = GroupPlan.decide(
                    group, before, present(seen.get(2)), bases.isEmpty() ? Set.of() : overtaken(bases, seen.get(3)));
            Pipeline pipeline = pipeline();
            if (!plan.isEmpty()) {
                pipeline.add(statement(WriteStatements.COUNT), WriteStatements.counters(plan.after()));
            }
            write(plan, pipeline, deadline);
            return plan.results();
        } catch (RefusedException e) {
            connection.query("ROLLBACK").execute(); // COMMIT has ended the transaction, unless it was not sent
            throw e;
        }
    }

    /** After an error in the middle COMMIT turns into ROLLBACK, and the error is thrown. */
    private void write(GroupPlan plan, Pipeline pipeline, Duration deadline) {
        if (!plan.entries().isEmpty()) {
            pipeline.add(statement(WriteStatements.AUDIT), WriteStatements.audit(plan.entries()));
        }
        List<NewState> creations = of(Change.Type.ADDED, plan);
        List<NewState> updates = of(Change.Type.MODIFIED, plan);
        List<NewState> deletions = of(Change.Type.DELETED, plan);
        if (!creations.isEmpty()) {
            pipeline.add(statement(WriteStatements.CREATE), WriteStatements.creations(creations));
        }
        if (!updates.isEmpty()) {
            pipeline.add(statement(WriteStatements.UPDATE), WriteStatements.updates(updates));
        }
        if (!deletions.isEmpty()) {
            pipeline.add(statement(WriteStatements.DELETE), WriteStatements.deletions(deletions));
        }
        if (!plan.states().isEmpty()) {
            if (notification != null) {
                pipeline.add(notification);
            }
            pipeline.add(statement(WriteStatements.LOG), WriteStatements.changes(plan.states()));
        }
        List<RowSet<Row>> answers = pipeline.add("COMMIT").send(deadline, "commit");
        counters = plan.after();
        if (!plan.states().isEmpty()) {
            recent.add(changes(plan), committedAt(answers.get(answers.size() - 2)));
        }
    }

    private static List<NewState> of(Change.Type type, GroupPlan plan) {
        return plan.states().stream().filter(state -> state.type() == type).toList();
    }

    private static List<Change> changes(GroupPlan plan) {
        return plan.states().stream()
                .map(state -> new Change(
                        state.type(),
                        new StoredObject(
                                state.write().key(),
                                state.write().uid(),
                                state.revision(),
                                state.write().body())))
                .toList();
    }

    private Pipeline pipeline() {
        return new Pipeline(context, connection);
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
                "enable_mergejoin = off",
                "jit = off")) {
            Await.settled(connection.query("SET " + setting).execute(), deadline, "SET " + setting);
        }
    }

    private static Counters counters(RowSet<Row> rows) {
        Row row = rows.iterator().next();
        return new Counters(
                row.getLong(0), row.getLong(1), row.getLong(2), row.getBuffer(3).getBytes());
    }

    private static OffsetDateTime committedAt(RowSet<Row> rows) {
        return rows.iterator().next().getOffsetDateTime(0);
    }

    private static Set<Basis> overtaken(List<Basis> bases, RowSet<Row> rows) {
        Set<Basis> overtaken = new HashSet<>();
        for (Row row : rows) {
            overtaken.add(bases.get(Math.toIntExact(row.getLong(0)) - 1));
        }
        return overtaken;
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
