package dev.roadstead.apiserver.store.pg;

import dev.roadstead.apiserver.store.StoreUnavailableException;
import dev.roadstead.apiserver.store.WriteResult;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that commits: takes what waits, commits it as one transaction, tells the callers, and begins again.
 * While a commit is under way the next group gathers by itself, so groups grow with the load and nobody waits for a
 * timer. A group whose outcome is unknown is never tried again: that is its callers' decision.
 */
final class Committer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
    private static final Duration MIN_BACKOFF = Duration.ofMillis(50);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(1);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(2);

    private final PgConnections connections;
    private final Duration deadline;
    private final WriteQueue queue;
    private final Runnable onCommit;
    private final Thread thread;
    private @Nullable CommitConnection connection;
    private Duration backoff = MIN_BACKOFF;

    Committer(PgConnections connections, Duration deadline, WriteQueue queue, Runnable onCommit) {
        this.connections = connections;
        this.deadline = deadline;
        this.queue = queue;
        this.onCommit = onCommit;
        this.thread = Thread.ofVirtual().name("committer").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Commits what waits, for at most two seconds, and stops. */
    @Override
    public void close() {
        queue.close();
        try {
            if (!thread.join(STOP_DEADLINE)) {
                thread.interrupt();
                thread.join(STOP_DEADLINE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            thread.interrupt();
        }
    }

    private void run() {
        try {
            List<PendingWrite> group = queue.takeGroup();
            while (!group.isEmpty()) {
                serve(group);
                group = queue.takeGroup();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed; the callers' own deadlines end their waiting
        } finally {
            disconnect();
        }
    }

    private void serve(List<PendingWrite> group) throws InterruptedException {
        try {
            commit(group);
            backoff = MIN_BACKOFF;
        } catch (RuntimeException e) {
            disconnect();
            fail(group, new StoreUnavailableException(String.valueOf(e.getMessage()), e));
            tellLostRecords(group);
            LOG.warn("{} writes failed, reconnecting in {} ms: {}", group.size(), backoff.toMillis(), e.getMessage());
            Thread.sleep(backoff);
            Duration doubled = backoff.multipliedBy(2);
            backoff = doubled.compareTo(MAX_BACKOFF) < 0 ? doubled : MAX_BACKOFF;
        }
    }

    private void commit(List<PendingWrite> group) {
        try {
            succeed(group, send(group));
        } catch (RefusedException e) {
            if (!e.isAboutData()) {
                throw e;
            }
            if (group.size() == 1) {
                fail(
                        group,
                        new IllegalArgumentException("cannot store " + group.getFirst() + ": " + e.getMessage(), e));
                return;
            }
            // One write spoils the group and nothing of it was written: find it by committing one at a time.
            group.forEach(write -> commit(List.of(write)));
        }
    }

    private List<@Nullable WriteResult> send(List<PendingWrite> group) {
        CommitConnection open = connection;
        if (open == null) {
            open = CommitConnection.open(connections);
            connection = open;
        }
        return open.commit(group, deadline);
    }

    private void succeed(List<PendingWrite> group, List<@Nullable WriteResult> results) {
        onCommit.run();
        for (int i = 0; i < group.size(); i++) {
            group.get(i).result().complete(results.get(i));
        }
    }

    private static void fail(List<PendingWrite> group, RuntimeException reason) {
        group.forEach(write -> write.result().completeExceptionally(reason));
    }

    /** Nobody waits for a record alone, so nobody else would tell. */
    private static void tellLostRecords(List<PendingWrite> group) {
        group.stream()
                .filter(pending -> pending.write() == null)
                .forEach(pending -> LOG.warn("The database did not take an audit record: {}", pending.audit()));
    }

    private void disconnect() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
