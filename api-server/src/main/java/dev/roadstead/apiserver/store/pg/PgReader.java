package dev.roadstead.apiserver.store.pg;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.CompactedException;
import dev.roadstead.apiserver.store.Extent;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.StoreUnavailableException;
import dev.roadstead.apiserver.store.StoredObject;
import dev.roadstead.apiserver.store.pg.RecentCommits.Position;
import io.vertx.core.Future;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Every read, over a small pool. Thread-safe. */
final class PgReader implements AutoCloseable {
    private static final int CONNECTIONS = 4;
    private static final int MAX_WAITING = 256;
    private static final int PAGE = 500;

    private static final String CURRENT = "SELECT value, epoch FROM revision";

    /**
     * One statement, so that the log's bounds and its changes are of one moment; the first row is always there. No change
     * follows the one that reaches the bound of bytes.
     */
    private static final String CHANGES = """
            SELECT r.value, r.epoch, r.compacted, c.revision, c.type, c.resource, c.namespace, c.name, c.uid, c.body,
                c.committed_at, p.committed_at
            FROM revision r LEFT JOIN change p ON p.revision = $1 LEFT JOIN LATERAL (
              SELECT l.*, sum(octet_length(l.body)) OVER (ORDER BY l.revision) - octet_length(l.body) AS bytes_before
              FROM (SELECT * FROM change WHERE revision > $1 ORDER BY revision LIMIT $2) l
            ) c ON c.bytes_before < $3 ORDER BY c.revision
            """;

    /** Bytes of bodies that are read at once, not counted the last one. */
    private static final long MOST_BYTES = 16 << 20;

    private static final String OBJECTS = """
            SELECT o.resource, o.namespace, o.name, o.uid, o.revision, c.body
            FROM object o JOIN change c ON c.revision = o.revision
            """;

    /** Bodies are stored as they are, so their lengths are known without reading them. */
    private static final String EXTENT = """
            SELECT count(*), coalesce(sum(octet_length(c.body)), 0)::bigint
            FROM object o JOIN change c ON c.revision = o.revision
            """;

    private static final Duration EXTENT_DEADLINE = Duration.ofMinutes(1);

    private final PgConnections connections;
    private final Duration deadline;
    private final AtomicReference<Pool> pool;

    /** Every consistent read begins with it, so there may be more readers than the pool lets wait. */
    private final SharedRead<Long> revision = new SharedRead<>(this::readRevision);

    /** Of the last snapshot; 0 before the first. */
    private volatile long epoch;

    /** The last change that was followed; null when it is not known. */
    private volatile @Nullable Position position;

    PgReader(PgConnections connections) {
        this.connections = connections;
        this.deadline = connections.config().readDeadline();
        this.pool = new AtomicReference<>(newPool());
    }

    long currentRevision() {
        return Await.orUnavailable(revision.get(), deadline, "read the revision");
    }

    private Future<Long> readRevision() {
        Pool current = pool.get();
        return current.preparedQuery(CURRENT)
                .execute()
                .map(rows -> rows.iterator().next().getLong(0))
                .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(reason -> {
                    if (reason instanceof TimeoutException) {
                        replace(current);
                    }
                });
    }

    /** What was read; {@code toTheEnd} unless there were more. */
    record Changes(List<Change> changes, boolean toTheEnd) {}

    /** Changes of the epoch of the last {@link #snapshot}; of another one, they count as compacted. */
    Changes changesAfter(long afterRevision, int limit) {
        RowSet<Row> rows = query("read changes", CHANGES, Tuple.of(afterRevision, limit, MOST_BYTES));
        Row first = rows.iterator().next();
        long compacted = first.getLong(2);
        boolean otherHistory = epoch != 0 && first.getLong(1) != epoch;
        // After a failover that lost commits, the counter is behind, or has passed here again with other commits.
        boolean setBack = first.getLong(0) < afterRevision
                || isAnotherHistory(afterRevision, first.getOffsetDateTime(11), compacted);
        if (otherHistory || setBack || compacted > afterRevision) {
            throw new CompactedException(afterRevision, compacted);
        }
        List<Change> changes = new ArrayList<>(rows.size());
        long end = first.getLong(0);
        long last = end;
        for (Row row : rows) {
            if (row.getLong(3) != null) {
                last = row.getLong(3);
                position = new Position(last, row.getOffsetDateTime(10));
                ObjectKey key = new ObjectKey(row.getString(5), row.getString(6), row.getString(7));
                changes.add(new Change(
                        Change.Type.valueOf(row.getString(4)),
                        new StoredObject(
                                key, row.getString(8), last, row.getBuffer(9).getBytes())));
            }
        }
        return new Changes(changes, last >= end);
    }

    /** Where the last {@link #changesAfter} ended; null when that is not known. */
    @Nullable
    Position position() {
        return position;
    }

    /** Takes note of changes that were followed without reading them here. */
    void advance(Position end) {
        position = end;
    }

    /** A deletion goes when it is compacted, and is not found any more then. */
    private boolean isAnotherHistory(long revision, @Nullable OffsetDateTime committedAt, long compacted) {
        Position place = position;
        if (place == null || place.revision() != revision) {
            return false;
        }
        return committedAt == null ? revision > compacted : !committedAt.equals(place.committedAt());
    }

    long snapshot(Consumer<StoredObject> objects) {
        Pool current = pool.get();
        try {
            SqlConnection connection = Await.result(current.getConnection(), deadline, "read all objects");
            long reached = snapshot(connection, objects);
            connection.close();
            return reached;
        } catch (RefusedException | TimedOutException e) {
            replace(current); // its connection is in the middle of something
            throw new StoreUnavailableException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) { // also the receiver's
            replace(current);
            throw e;
        }
    }

    Extent extent() {
        Row sum = query("add up all objects", EXTENT, Tuple.tuple(), EXTENT_DEADLINE)
                .iterator()
                .next();
        return new Extent(sum.getLong(0), sum.getLong(1));
    }

    @Override
    public void close() {
        pool.get().close();
    }

    private long snapshot(SqlConnection connection, Consumer<StoredObject> objects) {
        Await.result(
                connection
                        .query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                        .execute(),
                deadline,
                "begin");
        Row counter = Await.result(connection.query(CURRENT).execute(), deadline, "read the revision")
                .iterator()
                .next();
        PreparedStatement statement = Await.result(connection.prepare(OBJECTS), deadline, "read all objects");
        Cursor cursor = statement.cursor();
        do {
            for (Row row : Await.result(cursor.read(PAGE), deadline, "read all objects")) {
                ObjectKey key = new ObjectKey(row.getString(0), row.getString(1), row.getString(2));
                objects.accept(new StoredObject(
                        key, row.getString(3), row.getLong(4), row.getBuffer(5).getBytes()));
            }
        } while (cursor.hasMore());
        Await.result(cursor.close(), deadline, "close the cursor");
        Await.result(connection.query("COMMIT").execute(), deadline, "commit");
        epoch = counter.getLong(1);
        position = null;
        return counter.getLong(0);
    }

    RowSet<Row> query(String what, String sql, Tuple parameters) {
        return query(what, sql, parameters, deadline);
    }

    private RowSet<Row> query(String what, String sql, Tuple parameters, Duration atMost) {
        Pool current = pool.get();
        try {
            return Await.result(current.preparedQuery(sql).execute(parameters), atMost, what);
        } catch (TimedOutException e) {
            replace(current);
            throw new StoreUnavailableException(String.valueOf(e.getMessage()), e);
        } catch (RefusedException e) {
            throw new StoreUnavailableException(String.valueOf(e.getMessage()), e);
        }
    }

    /** A pool gives out connections that hang again and again; a new one starts with new connections. */
    private void replace(Pool hanging) {
        Pool fresh = newPool();
        if (pool.compareAndSet(hanging, fresh)) {
            hanging.close();
        } else {
            fresh.close();
        }
    }

    private Pool newPool() {
        return PgBuilder.pool()
                .connectingTo(connections.options())
                .with(new PoolOptions()
                        .setMaxSize(CONNECTIONS)
                        .setMaxWaitQueueSize(MAX_WAITING)
                        .setConnectionTimeout((int) deadline.toMillis())
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
                .using(connections.vertx())
                .withConnectHandler(connection -> {
                    connection.exceptionHandler(connections::broke);
                    connection.close(); // into the pool
                })
                .build();
    }
}
