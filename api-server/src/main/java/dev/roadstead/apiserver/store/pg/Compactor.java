package dev.roadstead.apiserver.store.pg;

import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes changes older than the retention from the log, in small transactions, by the database's clock. */
final class Compactor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);
    private static final long BATCH = 1000;
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(2);

    private static final String COMPACT = """
            WITH expired AS (
              SELECT max(revision) AS upto
              FROM (SELECT revision, committed_at FROM change ORDER BY revision LIMIT $1) oldest
              WHERE committed_at < clock_timestamp() - $2 * interval '1 millisecond'
            ), removed AS (
              DELETE FROM change WHERE revision <= (SELECT upto FROM expired) RETURNING 1
            ), raised AS (
              UPDATE revision SET compacted = upto FROM expired WHERE upto > compacted
            )
            SELECT count(*) FROM removed
            """;

    private final PgConnections connections;
    private final Duration retention;
    private final Thread thread;

    Compactor(PgConnections connections) {
        this.connections = connections;
        this.retention = connections.config().retention();
        this.thread = Thread.ofVirtual().name("compactor").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(STOP_DEADLINE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(retention.dividedBy(10));
                compact();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                if (!Thread.currentThread().isInterrupted()) {
                    LOG.warn("Cannot compact the change log, trying again later: {}", e.getMessage());
                }
            }
        }
    }

    private void compact() {
        PgConnection connection = connections.open();
        try {
            long removed;
            do {
                Tuple parameters = Tuple.of(BATCH, (double) retention.toMillis());
                RowSet<Row> rows = Await.result(
                        connection.preparedQuery(COMPACT).execute(parameters),
                        connections.config().writeDeadline(),
                        "compact");
                removed = rows.iterator().next().getLong(0);
            } while (removed == BATCH);
        } finally {
            connection.close();
        }
    }
}
