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
 * timer. A write whose outcome is unknown is never tried again: that is its caller's decision.
 */
final class Committer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
    private static final Duration MIN_BACKOFF = Duration.ofMillis(50);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(1);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(2);

    private final PgConnections connections;
    private final Duration deadline;
    private final WriteQueue queue;
    private final @Nullable String notification;
    private final RecentCommits recent;
    private final Runnable hint;
    private final Thread thread;
    private @Nullable CommitConnection connection;
    private Duration backoff = MIN_BACKOFF;

    /**
     * Wires it.
     *
     * @param notification as {@link CommitConnection#open} takes it
     * @param recent is told of the commits
     * @param hint runs when there may be something to read
     */
    Committer(
            PgConnections connections,
            WriteQueue queue,
            @Nullable String notification,
            RecentCommits recent,
            Runnable hint) {
        this.connections = connections;
        this.deadline = connections.config().writeDeadline();
        this.queue = queue;
        this.notification = notification;
        this.recent = recent;
        this.hint = hint;
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
            hint.run(); // it may be committed all the same
            fail(group, new StoreUnavailableException(String.valueOf(e.getMessage()), e));
            keepRecords(group);
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
            open = CommitConnection.open(connections, notification, recent);
            connection = open;
        }
        return open.commit(group, deadline);
    }

    private void succeed(List<PendingWrite> group, List<@Nullable WriteResult> results) {
        hint.run();
        for (int i = 0; i < group.size(); i++) {
            group.get(i).result().complete(results.get(i));
        }
    }

    private static void fail(List<PendingWrite> group, RuntimeException reason) {
        group.forEach(write -> write.result().completeExceptionally(reason));
    }

    /**
     * Nobody waits for a record alone, so nobody else would try again. One whose group was committed after all is there
     * twice then, which is better than not at all.
     */
    private void keepRecords(List<PendingWrite> group) {
        for (PendingWrite pending : group) {
            if (pending.write() == null && !queue.offer(pending.again())) {
                LOG.warn("The database did not take an audit record: {}", pending.audit());
            }
        }
    }

    private void disconnect() {
        if (connection != null) {
            connection.close();
            connection = null;
            recent.restart();
        }
    }
}
