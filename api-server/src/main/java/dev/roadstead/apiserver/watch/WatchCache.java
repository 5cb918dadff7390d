package dev.roadstead.apiserver.watch;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.ResourceStore;
import dev.roadstead.apiserver.store.Snapshot;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Every object in memory, following the store. Thread-safe.
 *
 * <p>Reads answer as of {@link #revision()}, which may trail the store: a consistent read asks the store for its
 * revision and waits for it with {@link #awaitRevision} first.
 */
public final class WatchCache implements AutoCloseable {
    private final WatchCacheConfig config;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private final Set<QueuedSubscription> subscriptions = new HashSet<>();
    private final ChangeFollower follower;
    private ObjectIndex index;
    private EventWindow window;
    private volatile long revision;

    private WatchCache(ResourceStore store, WatchCacheConfig config, Snapshot snapshot) {
        this.config = config;
        this.index = new ObjectIndex(snapshot.objects());
        this.window = windowFrom(snapshot.revision());
        this.revision = snapshot.revision();
        this.follower = new ChangeFollower(store, config, this);
    }

    /**
     * Loads every object, then follows the changes on a thread of its own until {@link #close()}. The store stays open.
     *
     * @throws dev.roadstead.apiserver.store.StoreUnavailableException if the first load fails
     */
    public static WatchCache start(ResourceStore store, WatchCacheConfig config) {
        WatchCache cache = new WatchCache(store, config, store.snapshot());
        cache.follower.start();
        return cache;
    }

    /** The revision up to which every change is reflected. */
    public long revision() {
        return revision;
    }

    /** Waits until {@link #revision()} is at least {@code wanted}; false if that took longer than {@code atMost}. */
    public boolean awaitRevision(long wanted, Duration atMost) throws InterruptedException {
        if (revision >= wanted) {
            return true;
        }
        lock.lockInterruptibly();
        try {
            long nanos = atMost.toNanos();
            while (revision < wanted) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = advanced.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The object, or null if there is none. */
    public @Nullable CachedObject get(ObjectKey key) {
        lock.lock();
        try {
            return index.get(key);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The matching objects of one resource.
     *
     * @param namespace null for all
     */
    public Listing list(String resource, @Nullable String namespace, Predicate<CachedObject> filter) {
        long asOf;
        List<CachedObject> objects;
        lock.lock();
        try {
            asOf = revision;
            objects = index.list(resource, namespace);
        } finally {
            lock.unlock();
        }
        return new Listing(asOf, objects.stream().filter(filter).toList());
    }

    /**
     * Every matching change with a revision above {@code afterRevision}: recent ones first, then live, without a gap.
     *
     * @param namespace null for all
     * @throws ExpiredRevisionException if changes after that revision have left the window
     */
    public Subscription subscribe(
            String resource, @Nullable String namespace, Predicate<CachedObject> filter, long afterRevision)
            throws ExpiredRevisionException {
        Selection selection = new Selection(resource, namespace, filter);
        lock.lock();
        try {
            return register(selection, afterRevision, window.after(afterRevision, selection), false);
        } finally {
            lock.unlock();
        }
    }

    /** The present objects as {@code ADDED} events, then every later change; {@code namespace} null for all. */
    public Subscription subscribeWithState(
            String resource, @Nullable String namespace, Predicate<CachedObject> filter) {
        Selection selection = new Selection(resource, namespace, filter);
        lock.lock();
        try {
            List<WindowEntry> present = index.list(resource, namespace).stream()
                    .map(object -> new WindowEntry(Change.Type.ADDED, object, null))
                    .toList();
            return register(selection, revision, present, true);
        } finally {
            lock.unlock();
        }
    }

    /** Ends every subscription and stops following. The last state stays readable. */
    @Override
    public void close() {
        follower.close();
        endSubscriptions("the server is stopping");
    }

    /** Called by the follower alone, with changes that follow {@link #revision()}. */
    void apply(List<Change> changes) {
        List<CachedObject> objects =
                changes.stream().map(change -> CachedObject.of(change.object())).toList();
        lock.lock();
        try {
            for (int i = 0; i < objects.size(); i++) {
                WindowEntry entry = index.apply(changes.get(i).type(), objects.get(i));
                window.add(entry);
                subscriptions.forEach(subscription -> subscription.offer(entry));
            }
            // Published last: whoever reads this revision finds every change up to it offered.
            revision = changes.getLast().revision();
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Called by the follower alone, after it lost the thread of the change log. */
    void reload(Snapshot snapshot) {
        ObjectIndex reloaded = new ObjectIndex(snapshot.objects());
        lock.lock();
        try {
            endSubscriptions("the change log was lost; list again");
            index = reloaded;
            window = windowFrom(snapshot.revision());
            revision = snapshot.revision();
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Subscription register(
            Selection selection, long afterRevision, List<WindowEntry> backlog, boolean startsWithState) {
        QueuedSubscription subscription = new QueuedSubscription(
                selection,
                afterRevision,
                backlog,
                startsWithState,
                config.queueEvents(),
                config.queueBytes(),
                this::revision,
                this::unregister);
        subscriptions.add(subscription);
        return subscription;
    }

    private void unregister(QueuedSubscription subscription) {
        lock.lock();
        try {
            subscriptions.remove(subscription);
        } finally {
            lock.unlock();
        }
    }

    private void endSubscriptions(String reason) {
        lock.lock();
        try {
            subscriptions.forEach(subscription -> subscription.end(new WatchEndedException(reason)));
            subscriptions.clear();
        } finally {
            lock.unlock();
        }
    }

    private EventWindow windowFrom(long start) {
        return new EventWindow(config.windowEvents(), config.windowBytes(), start);
    }
}
