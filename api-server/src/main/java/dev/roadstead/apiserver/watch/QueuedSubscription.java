package dev.roadstead.apiserver.watch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A backlog that was complete at the start, then a bounded queue that the feed fills. */
final class QueuedSubscription implements Subscription {
    private final Selection selection;
    private final int maxEvents;
    private final long maxBytes;
    private final LongSupplier publishedRevision;
    private final Consumer<QueuedSubscription> onClose;
    private final boolean startsWithState;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Emptied as it is delivered: a watch that goes on for an hour must not keep the states of its beginning alive. */
    private final ArrayDeque<WindowEntry> backlog;

    private final ArrayDeque<WatchEvent> queue = new ArrayDeque<>();
    private long queuedBytes;
    private @Nullable WatchEvent next;
    private long delivered;
    private @Nullable RuntimeException ended;

    /**
     * @param from changes up to this revision are not offered
     * @param startsWithState whether the backlog is the present state rather than recent changes
     * @param maxEvents how many undelivered events end the subscription
     * @param maxBytes how many bytes of undelivered objects end it; a single event always has room
     * @param publishedRevision a revision up to which every change has been offered
     */
    QueuedSubscription(
            Selection selection,
            long from,
            List<WindowEntry> backlog,
            boolean startsWithState,
            int maxEvents,
            long maxBytes,
            LongSupplier publishedRevision,
            Consumer<QueuedSubscription> onClose) {
        this.selection = selection;
        this.delivered = from;
        this.backlog = new ArrayDeque<>(backlog);
        this.startsWithState = startsWithState;
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        this.publishedRevision = publishedRevision;
        this.onClose = onClose;
    }

    /** Called by the feed alone, in revision order. Never blocks for long and never throws. */
    void offer(WindowEntry entry) {
        lock.lock();
        try {
            WatchEvent event = selection.see(entry);
            if (event == null || ended != null || event.object().revision() <= delivered) {
                return;
            }
            int bytes = event.object().json().length;
            if (queue.size() >= maxEvents || (!queue.isEmpty() && queuedBytes + bytes > maxBytes)) {
                endLocked(new SlowWatcherException(queue.size()));
                return;
            }
            queue.addLast(event);
            queuedBytes += bytes;
            changed.signal();
        } catch (RuntimeException e) {
            endLocked(e); // a filter that fails must not end the feed of everybody
        } finally {
            lock.unlock();
        }
    }

    /** Ends this subscription, if it has not ended: {@link #poll} throws the reason from now on. */
    void end(RuntimeException reason) {
        lock.lock();
        try {
            endLocked(reason);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable WatchEvent poll(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = atMost.toNanos();
            while (true) {
                if (ended != null) {
                    throw ended;
                }
                WatchEvent event = takeNext();
                if (event != null || nanos <= 0) {
                    return event;
                }
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean initialEventsPending() {
        lock.lock();
        try {
            return startsWithState && peekBacklog() != null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long deliveredRevision() {
        // Read before the queue: an empty queue then proves that nothing up to this revision is undelivered.
        long published = publishedRevision.getAsLong();
        lock.lock();
        try {
            WatchEvent waiting = peekBacklog();
            if (waiting != null && startsWithState) {
                return 0;
            }
            if (waiting == null) {
                waiting = queue.peekFirst();
            }
            delivered = Math.max(
                    delivered, waiting == null ? published : waiting.object().revision() - 1);
            return delivered;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        end(new WatchEndedException("the subscription is closed"));
        onClose.accept(this);
    }

    private @Nullable WatchEvent takeNext() {
        WatchEvent event = peekBacklog();
        if (event != null) {
            next = null;
        } else {
            event = queue.pollFirst();
            queuedBytes -= event == null ? 0 : event.object().json().length;
        }
        if (event != null) {
            delivered = Math.max(delivered, event.object().revision());
        }
        return event;
    }

    private @Nullable WatchEvent peekBacklog() {
        while (next == null && !backlog.isEmpty()) {
            next = selection.see(backlog.removeFirst());
        }
        return next;
    }

    private void endLocked(RuntimeException reason) {
        if (ended != null) {
            return;
        }
        ended = reason;
        backlog.clear();
        queue.clear();
        changed.signalAll();
    }
}
