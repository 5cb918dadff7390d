package dev.roadstead.apiserver.watch;

import dev.roadstead.apiserver.store.Change;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A place in the log of a resource that moves along with one reader. It keeps no events of its own: a thousand readers
 * of the same changes cost no more memory than one, and a reader that falls behind loses its place instead of filling a
 * queue.
 */
final class LogSubscription implements Subscription {
    private final ResourceLog log;
    private final Selection selection;
    private final LongSupplier publishedRevision;
    private final AtomicReference<LogEntry> place;

    /** The matching objects that existed at the start and were not delivered yet. */
    private Iterator<CachedObject> initial;

    private @Nullable CachedObject nextInitial;
    private long delivered;
    private volatile @Nullable RuntimeException ended;
    private volatile @Nullable Thread waiting;

    /**
     * @param from changes up to this revision are not delivered
     * @param start the place in the log that belongs to it
     * @param initial what to deliver as ADDED before the changes
     * @param publishedRevision a revision up to which every change is in the log
     */
    LogSubscription(
            ResourceLog log,
            Selection selection,
            long from,
            LogEntry start,
            Iterator<CachedObject> initial,
            LongSupplier publishedRevision) {
        this.log = log;
        this.selection = selection;
        this.delivered = from;
        this.place = new AtomicReference<>(start);
        this.initial = initial;
        this.publishedRevision = publishedRevision;
    }

    /** Called by the writer of the log, after it appended the entries behind {@code before} up to {@code last}. */
    void announced(LogEntry before, LogEntry last, Set<String> namespaces) {
        if (selection.coversAnyOf(namespaces)) {
            LockSupport.unpark(waiting);
        } else if (!place.compareAndSet(before, last)) {
            // Whoever stands at the end passes by without waking up, or else a reader of a quiet namespace would lose
            // its
            // place; who stands elsewhere has begun among these entries and must go on by itself.
            LockSupport.unpark(waiting);
        }
    }

    /** Ends this subscription, if it has not ended: {@link #poll} throws the reason from now on. */
    void end(RuntimeException reason) {
        if (ended == null) {
            ended = reason;
        }
        LockSupport.unpark(waiting);
    }

    @Override
    public @Nullable WatchEvent poll(Duration atMost) throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            WatchEvent event = take();
            long left = atMost.toNanos() - (System.nanoTime() - start);
            if (event != null || left <= 0) {
                return event;
            }
            park(left);
        }
    }

    private void park(long nanos) {
        waiting = Thread.currentThread();
        // Looked at again after the writer can see who waits: whatever is appended from here on unparks.
        LogEntry at = place.get();
        if (at.next() == null && !at.isCut() && ended == null) {
            LockSupport.parkNanos(this, nanos);
        }
        waiting = null;
    }

    @Override
    public boolean initialEventsPending() {
        return peekInitial() != null;
    }

    @Override
    public long deliveredRevision() {
        if (peekInitial() != null) {
            return 0;
        }
        // Read before the log: its end then proves that nothing up to this revision is undelivered.
        long published = publishedRevision.getAsLong();
        LogEntry at = place.get();
        LogEntry next = at.next();
        if (ended != null) {
            return delivered;
        }
        if (next != null) {
            delivered = Math.max(delivered, next.revision() - 1);
        } else if (!at.isCut()) {
            delivered = Math.max(delivered, published);
        }
        return delivered;
    }

    @Override
    public void close() {
        end(new WatchEndedException("the subscription is closed"));
        log.remove(this);
    }

    private @Nullable WatchEvent take() {
        RuntimeException reason = ended;
        if (reason != null) {
            throw reason;
        }
        CachedObject present = peekInitial();
        LogEntry at = place.get();
        if (present != null && !at.isCut()) {
            nextInitial = null;
            return new WatchEvent(Change.Type.ADDED, present);
        }
        for (LogEntry next = at.next(); next != null; next = at.next()) {
            WatchEvent event = null;
            if (place.compareAndSet(at, next)) {
                event = next.change() == null ? null : selection.see(next.change());
            }
            if (event != null && next.revision() > delivered) {
                delivered = next.revision();
                return event;
            }
            at = place.get();
        }
        if (at.isCut()) {
            throw new SlowWatcherException(at.revision());
        }
        return null;
    }

    private @Nullable CachedObject peekInitial() {
        while (nextInitial == null && initial.hasNext()) {
            CachedObject candidate = initial.next();
            nextInitial = selection.filter().test(candidate) ? candidate : null;
        }
        if (nextInitial == null) {
            initial = Collections.emptyIterator(); // it keeps the objects of the start alive
        }
        return nextInitial;
    }
}
