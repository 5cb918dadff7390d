package dev.roadstead.apiserver.watch;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.ResourceStore;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
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
    private final ChangeFollower follower;
    private final List<ChangedNamespaces> observers = new CopyOnWriteArrayList<>();
    private final List<LongConsumer> heldObservers = new CopyOnWriteArrayList<>();
    private volatile History history;
    private volatile long revision;

    private WatchCache(ResourceStore store, WatchCacheConfig config) {
        LoadedObjects loaded = LoadedObjects.from(store, _ -> null, config.loadableBytes());
        this.config = config;
        this.history = new History(
                config,
                loaded,
                RecentChanges.upTo(store, loaded.revision(), config.resumableChanges(), config.windowBytes()));
        this.revision = loaded.revision();
        this.follower = new ChangeFollower(store, config, this);
    }

    /**
     * Loads every object, then follows the changes on a thread of its own until {@link #close()}. The store stays open.
     *
     * @throws dev.roadstead.apiserver.store.StoreUnavailableException if the first load fails
     * @throws TooManyObjectsException if there is no room for all objects
     */
    public static WatchCache start(ResourceStore store, WatchCacheConfig config) {
        WatchCache cache = new WatchCache(store, config);
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

    /** Collects from now on in which namespaces something changes, for as long as this lives. */
    public ChangedNamespaces changedNamespaces() {
        ChangedNamespaces changed = new ChangedNamespaces();
        observers.add(changed);
        return changed;
    }

    /** What all present objects take of the heap, in bytes; trails the store as {@link #revision()} does. */
    public long heldBytes() {
        return history.heldBytes();
    }

    /** Tells of {@link #heldBytes} after each change, on the one thread that follows; the observer does not block. */
    public void onHeldBytes(LongConsumer observer) {
        heldObservers.add(observer);
    }

    /** The object, or null if there is none. */
    public @Nullable CachedObject get(ObjectKey key) {
        return history.log(key.resource()).newest().present().get(key);
    }

    /** The matching objects of a stretch of one resource. */
    public Listing list(String resource, Range range, ObjectFilter filter) {
        long published = revision;
        LogEntry newest = history.log(resource).newest();
        return Listing.of(exactRevision(published, newest), newest.present(), resource, range, filter);
    }

    /**
     * The same, as it was at a revision that is not in the future.
     *
     * @throws ExpiredRevisionException if that is not known any more
     */
    public Listing listAt(long exact, String resource, Range range, ObjectFilter filter)
            throws ExpiredRevisionException {
        ObjectMap objects = history.log(resource).objectsAt(exact);
        return Listing.of(exact, objects, resource, range, filter);
    }

    /**
     * Every matching change with a revision above {@code afterRevision}: recent ones first, then live, without a gap.
     *
     * @param namespace null for all
     * @throws ExpiredRevisionException if changes after that revision can no longer be replayed
     */
    public Subscription subscribe(String resource, @Nullable String namespace, ObjectFilter filter, long afterRevision)
            throws ExpiredRevisionException {
        History current = history;
        ResourceLog log = current.log(resource);
        Selection selection = new Selection(namespace, filter);
        LogEntry place = log.at(afterRevision);
        log.checkReplayable(place, selection);
        return register(current, log, selection, afterRevision, place, Collections.emptyIterator());
    }

    /** The present objects as {@code ADDED} events, then every later change; {@code namespace} null for all. */
    public Subscription subscribeWithState(String resource, @Nullable String namespace, ObjectFilter filter) {
        long published = revision;
        History current = history;
        ResourceLog log = current.log(resource);
        LogEntry newest = log.newest();
        Range range = Range.of(namespace);
        return register(
                current,
                log,
                new Selection(namespace, filter),
                exactRevision(published, newest),
                newest,
                newest.present().between(range.from(resource), range.to(resource)));
    }

    /**
     * The revision at which the objects of the newest entry exist: the published one, unless the entry is newer.
     *
     * @param published read before the entry, so that the entry is not older than it
     */
    private static long exactRevision(long published, LogEntry newest) {
        return Math.max(published, newest.revision());
    }

    /** Ends every subscription and stops following. The last state stays readable. */
    @Override
    public void close() {
        follower.close();
        history.end(new WatchEndedException("the server is stopping"));
    }

    /** Called by the follower alone, with changes that follow {@link #revision()}. */
    void apply(List<Change> changes) {
        Map<ResourceLog, History.Appended> appended = history.append(changes);
        // Published before it is announced: whoever is woken finds a revision that includes what woke it.
        publish(changes.getLast().revision());
        appended.forEach((log, what) -> {
            log.announce(what.before(), what.namespaces());
            observers.forEach(observer -> observer.add(what.namespaces()));
        });
        announceHeldBytes();
    }

    /** Called by the follower alone, after it lost the thread of the change log. */
    void reload(ResourceStore store) {
        History lost = history;
        // Both sets stand in memory for a moment: nearly all objects are the same, and shared.
        LoadedObjects loaded = LoadedObjects.from(store, this::get, Long.MAX_VALUE);
        history = new History(config, loaded, RecentChanges.none(loaded.revision()));
        // Ended before the revision moves on, or a bookmark could tell of changes that were never delivered.
        lost.end(new WatchEndedException("the change log was lost; list again"));
        publish(loaded.revision());
        observers.forEach(ChangedNamespaces::addAll);
        announceHeldBytes();
    }

    private void announceHeldBytes() {
        heldObservers.forEach(observer -> observer.accept(history.heldBytes()));
    }

    private void publish(long reached) {
        lock.lock();
        try {
            revision = reached;
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Subscription register(
            History current,
            ResourceLog log,
            Selection selection,
            long afterRevision,
            LogEntry place,
            Iterator<CachedObject> initial) {
        LogSubscription subscription =
                new LogSubscription(log, selection, afterRevision, place, initial, this::revision);
        log.add(subscription);
        RuntimeException ended = current.ended();
        if (ended != null) {
            subscription.end(ended); // the end may have come before the subscription could be seen
        }
        return subscription;
    }
}
