package dev.roadstead.apiserver.store.pg;

import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is older than its retention, in small transactions, by the database's clock: changes that nobody may ask
 * for any more, except those that made the present states, and audit records.
 *
 * <p>First the boundary is raised, so that readers below it are refused; then the rows go. {@code swept} follows the
 * boundary, so that what a killed compactor left is taken up again.
 */
final class Compactor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);
    private static final long BATCH = 1000;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(2);

    private static final String RAISE = """
            UPDATE revision SET compacted = e.upto
            FROM (SELECT max(revision) AS upto
                  FROM (SELECT c.revision, c.committed_at FROM change c
                        WHERE c.revision > (SELECT compacted FROM revision) ORDER BY c.revision LIMIT $1) oldest
                  WHERE committed_at < clock_timestamp() - $2 * interval '1 millisecond') e
            WHERE e.upto > compacted
            """;

    private static final String UNSWEPT = "SELECT swept, compacted FROM revision";

    /** What a change below the boundary has replaced is of no use to anybody, nor are deletions below it. */
    private static final String REMOVE_REPLACED = """
            DELETE FROM change WHERE revision IN
              (SELECT previous FROM change WHERE revision > $1 AND revision <= $2 AND previous > 0)
            """;

    private static final String REMOVE_DELETIONS =
            "DELETE FROM change WHERE revision > $1 AND revision <= $2 AND type = 'DELETED'";

    private static final String SWEPT = "UPDATE revision SET swept = $1 WHERE swept < $1";

    /** Records are numbered in the order of their commits, which is not quite that of their times. */
    private static final String EXPIRED_AUDIT = """
            SELECT sequence, hash FROM audit
            WHERE sequence <= (SELECT max(sequence) FROM (SELECT sequence, at FROM audit ORDER BY sequence LIMIT $1) oldest
                               WHERE at < clock_timestamp() - $2 * interval '1 millisecond')
            ORDER BY sequence DESC LIMIT 1
            """;

    private static final String ANCHOR_AUDIT =
            "UPDATE revision SET audit_removed = $1, audit_removed_hash = $2 WHERE audit_removed < $1";

    private static final String REMOVE_AUDIT = "DELETE FROM audit WHERE sequence <= $1";

    private final PgConnections connections;
    private final double retention;
    private final double auditRetention;
    private final Duration pause;
    private final Thread thread;

    Compactor(PgConnections connections) {
        this.connections = connections;
        this.retention = connections.config().retention().toMillis();
        this.auditRetention = connections.config().auditRetention().toMillis();
        Duration tenth = connections.config().retention().dividedBy(10);
        this.pause = tenth.compareTo(LONGEST_PAUSE) < 0 ? tenth : LONGEST_PAUSE;
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
                Thread.sleep(pause);
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
            boolean raised;
            do {
                raised = run(connection, RAISE, Tuple.of(BATCH, retention)).rowCount() > 0;
                sweep(connection);
            } while (raised);
            boolean removed;
            do {
                removed = removeAudit(connection);
            } while (removed);
        } finally {
            connection.close();
        }
    }

    private void sweep(PgConnection connection) {
        Row row = run(connection, UNSWEPT, Tuple.tuple()).iterator().next();
        long swept = row.getLong(0);
        long compacted = row.getLong(1);
        if (swept < compacted) {
            run(connection, "BEGIN", Tuple.tuple());
            run(connection, REMOVE_REPLACED, Tuple.of(swept, compacted));
            run(connection, REMOVE_DELETIONS, Tuple.of(swept, compacted));
            run(connection, SWEPT, Tuple.of(compacted));
            run(connection, "COMMIT", Tuple.tuple());
        }
    }

    /** False when there is nothing left to remove. */
    private boolean removeAudit(PgConnection connection) {
        RowSet<Row> expired = run(connection, EXPIRED_AUDIT, Tuple.of(BATCH, auditRetention));
        for (Row row : expired) {
            run(connection, "BEGIN", Tuple.tuple());
            run(connection, REMOVE_AUDIT, Tuple.of(row.getLong(0)));
            run(connection, ANCHOR_AUDIT, Tuple.of(row.getLong(0), row.getBuffer(1)));
            run(connection, "COMMIT", Tuple.tuple());
        }
        return expired.size() > 0;
    }

    private RowSet<Row> run(PgConnection connection, String sql, Tuple parameters) {
        return Await.result(
                connection.preparedQuery(sql).execute(parameters),
                connections.config().writeDeadline(),
                "compact");
    }
}
