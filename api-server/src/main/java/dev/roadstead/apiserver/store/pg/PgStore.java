package dev.roadstead.apiserver.store.pg;

import dev.roadstead.apiserver.audit.AuditLog;
import dev.roadstead.apiserver.audit.AuditRecord;
import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.Extent;
import dev.roadstead.apiserver.store.ResourceStore;
import dev.roadstead.apiserver.store.StoreUnavailableException;
import dev.roadstead.apiserver.store.StoredBodies;
import dev.roadstead.apiserver.store.StoredObject;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.WriteResult;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.pubsub.PgSubscriber;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The store on PostgreSQL; see the package's text. Hints are remembered for one follower: two that share a store take
 * them from each other.
 */
public final class PgStore implements ResourceStore {
    static final String CHANNEL = "roadstead_changes";
    private static final int MAX_WAITING_WRITES = 4096;
    private static final long MAX_WAITING_BYTES = 64L << 20;
    private static final long RESUBSCRIBE_MILLIS = 500;

    /** How long a change of another server can stay unseen when the database cannot notify. */
    private static final Duration POLL = Duration.ofMillis(50);

    private final PgConnections connections;
    private final Duration writeDeadline;
    private final boolean listen;
    private final HintSignal hints = new HintSignal();
    private final RecentCommits recent = new RecentCommits();

    /** In this server's notifications, which tell itself nothing. */
    private final String id = UUID.randomUUID().toString();

    private final WriteQueue queue = new WriteQueue(MAX_WAITING_WRITES, MAX_WAITING_BYTES);
    private final Committer committer;
    private final PgReader reader;
    private final Compactor compactor;
    private final PgSubscriber subscriber;

    private final boolean soleWriter;

    /** The last revision that the follower has read. */
    private volatile long followed;

    /** The newest revision that a writer was told of; what nobody was told of, nobody can miss in a read. */
    private final AtomicLong acknowledged = new AtomicLong();

    private PgStore(PgConnections connections) {
        this.connections = connections;
        this.writeDeadline = connections.config().writeDeadline();
        this.listen = connections.config().listen();
        this.soleWriter = connections.config().soleWriter();
        this.committer = new Committer(connections, queue, listen ? notification() : null, recent, hints::raise);
        this.reader = new PgReader(connections);
        this.compactor = new Compactor(connections);
        this.subscriber = PgSubscriber.subscriber(connections.vertx(), connections.options());
    }

    /**
     * Migrates the schema and begins to serve.
     *
     * @param vertx stays the caller's, open until after {@link #close()}
     * @throws StoreUnavailableException if the database cannot be reached
     * @throws IllegalStateException if its schema is newer than this program or not ours
     */
    public static PgStore open(Vertx vertx, PgStoreConfig config) {
        PgConnections connections = new PgConnections(vertx, config);
        PgConnection connection = connections.openFirst();
        try {
            new Migrations().apply(connection);
        } finally {
            connection.close();
        }
        PgStore store = new PgStore(connections);
        store.start();
        return store;
    }

    @Override
    public WriteResult write(Write write, @Nullable AuditRecord audit) {
        PendingWrite pending = new PendingWrite(write, audit, new CompletableFuture<>());
        if (!queue.offer(pending)) {
            throw new StoreUnavailableException("too many writes wait for the database", null);
        }
        try {
            WriteResult result = Objects.requireNonNull(
                    pending.result().get(writeDeadline.toNanos(), TimeUnit.NANOSECONDS), "writes have results");
            if (result instanceof WriteResult.Committed(long revision)) {
                acknowledged.accumulateAndGet(revision, Math::max);
            }
            return result;
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (TimeoutException e) {
            pending.result().cancel(false);
            throw new StoreUnavailableException(
                    "write " + write.key() + ": no answer within " + writeDeadline.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            pending.result().cancel(false);
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("write " + write.key() + ": interrupted", e);
        }
    }

    @Override
    public boolean record(AuditRecord audit) {
        return queue.offer(new PendingWrite(null, audit, new CompletableFuture<>()));
    }

    @Override
    public long currentRevision() {
        long known = Math.max(acknowledged.get(), followed);
        long revision = soleWriter && known > 0 ? known : reader.currentRevision();
        if (revision > followed) {
            hints.raise(); // the caller will wait for the follower, who may not have heard yet
        }
        return revision;
    }

    @Override
    public long snapshot(Consumer<StoredObject> objects) {
        long revision = reader.snapshot(objects);
        followed = revision;
        return revision;
    }

    @Override
    public Extent extent() {
        return reader.extent();
    }

    /**
     * Returns when the database answers.
     *
     * @throws StoreUnavailableException if it does not in time
     */
    public void ping() {
        reader.currentRevision();
    }

    @Override
    public List<Change> changesAfter(long afterRevision, int limit) {
        List<Change> changes = committedAfter(afterRevision, limit);
        if (changes.isEmpty()) {
            PgReader.Changes read = reader.changesAfter(afterRevision, limit);
            changes = read.changes();
            if (!read.toTheEnd()) {
                hints.raise();
            }
        }
        followed = changes.isEmpty() ? afterRevision : changes.getLast().revision();
        return changes;
    }

    /** What this server itself has committed there, if that is all there is; otherwise empty. */
    private List<Change> committedAfter(long afterRevision, int limit) {
        RecentCommits.Position place = reader.position();
        if (place == null || place.revision() != afterRevision) {
            return List.of();
        }
        RecentCommits.Commit known = recent.takeAfter(place, limit);
        if (known == null) {
            return List.of();
        }
        reader.advance(known.end());
        return known.changes();
    }

    /** What has been recorded; usable until {@link #close}. */
    public AuditLog auditLog() {
        return new PgAuditLog(reader);
    }

    /** The bodies as they are stored. */
    public StoredBodies bodies() {
        return new PgBodies(connections);
    }

    @Override
    public void awaitHint(Duration atMost) throws InterruptedException {
        hints.await(listen || atMost.compareTo(POLL) < 0 ? atMost : POLL);
    }

    /** Commits the writes that wait, at most for two seconds; later ones fail. */
    @Override
    public void close() {
        committer.close();
        compactor.close();
        subscriber.close();
        reader.close();
    }

    private void start() {
        committer.start();
        compactor.start();
        if (!listen) {
            return; // changes of other servers are found by polling
        }
        // Notifications of the time without a connection are lost, so every new subscription is a hint itself.
        subscriber
                .reconnectPolicy(attempt -> RESUBSCRIBE_MILLIS)
                .channel(CHANNEL)
                .subscribeHandler(subscribed -> hints.raise())
                .handler(sender -> {
                    if (!sender.equals(id)) {
                        hints.raise();
                    }
                });
        subscriber.connect();
    }

    private String notification() {
        return "NOTIFY " + CHANNEL + ", '" + id + "'";
    }

    /** A new exception with this caller's stack; the old one is shared by the whole group. */
    private static RuntimeException failure(ExecutionException failed) {
        if (failed.getCause() instanceof IllegalArgumentException refused) {
            return new IllegalArgumentException(refused.getMessage(), refused);
        }
        return new StoreUnavailableException(String.valueOf(failed.getMessage()), failed.getCause());
    }
}
