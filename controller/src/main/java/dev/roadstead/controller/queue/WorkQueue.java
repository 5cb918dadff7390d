package dev.roadstead.controller.queue;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keys that wait for a worker, lane by lane in turn, within a lane first come first served. Every {@link #add} is followed
 * by a pass over the key that starts after it, and no key is with two workers at once. Thread-safe.
 */
public final class WorkQueue {
    /** 146 years: users may ask for more, but times of the nanosecond clock are compared by difference. */
    private static final long MAX_DELAY_NANOS = Long.MAX_VALUE / 2;

    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private final Lanes lanes;

    /** In process and to be processed again. */
    private final Set<String> dirtyAgain = new HashSet<>();

    /** In process and hinted at; forgotten if the pass fails. */
    private final Set<String> hintedAgain = new HashSet<>();

    /** Failed, and waiting for the next attempt. */
    private final Set<String> held = new HashSet<>();

    private final DelayQueue delayed = new DelayQueue();
    private boolean shutDown;

    /**
     * An empty queue with one lane and no bound.
     *
     * @param nanoClock {@link System#nanoTime}, or a test's own
     */
    public WorkQueue(LongSupplier nanoClock) {
        this(nanoClock, key -> "", Integer.MAX_VALUE);
    }

    /**
     * An empty queue.
     *
     * @param laneOf the lane of a key; asked when it becomes ready, with the queue locked
     * @param width keys of one lane that are with workers at once; a few more if they are urgent
     */
    public WorkQueue(LongSupplier nanoClock, UnaryOperator<String> laneOf, int width) {
        this.nanoClock = nanoClock;
        this.lanes = new Lanes(laneOf, width);
    }

    /** Makes the key dirty; ignored after {@link #shutDown}. */
    public void add(String key) {
        lock.lock();
        try {
            if (!shutDown) {
                makeDirty(key);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes the key dirty and lets it go before others of its lane, unless it waits after a failure: what a failing pass
     * itself stirs up must not end its backoff. For news that the next attempt finds out anyway.
     */
    public void hint(String key) {
        lock.lock();
        try {
            if (shutDown || held.contains(key)) {
                return;
            }
            if (lanes.isProcessing(key)) {
                hintedAgain.add(key);
            } else {
                makeReady(key, true);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The key's worker begins to look: what was hinted so far it will see, and it takes no other pass. */
    public void seeHints(String key) {
        lock.lock();
        try {
            hintedAgain.remove(key);
        } finally {
            lock.unlock();
        }
    }

    /** Makes the key dirty after a time; until then {@link #hint} does nothing for it, hints since its take included. */
    public void hold(String key, Duration delay) {
        lock.lock();
        try {
            hintedAgain.remove(key);
            held.add(key);
            addAfter(key, delay);
        } finally {
            lock.unlock();
        }
    }

    /** Makes the key dirty after a time; the earliest of several times counts. Ignored after {@link #shutDown}. */
    public void addAfter(String key, Duration delay) {
        lock.lock();
        try {
            if (shutDown) {
                return;
            }
            if (!delay.isPositive()) {
                makeDirty(key);
            } else if (delayed.add(
                    key, nanoClock.getAsLong() + Math.min(MAX_DELAY_NANOS, NANOSECONDS.convert(delay)))) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a key, which is then this worker's until {@link #done}; null after {@link #shutDown}. */
    public @Nullable String take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!shutDown) {
                String key = next();
                if (key != null) {
                    return key;
                }
                changed.awaitNanos(delayed.untilNext(nanoClock.getAsLong()));
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #take}, but null at once when no key is ready. */
    public @Nullable String poll() {
        lock.lock();
        try {
            return shutDown ? null : next();
        } finally {
            lock.unlock();
        }
    }

    /** Gives the key back; if it became dirty meanwhile it waits for a worker again. */
    public void done(String key) {
        lock.lock();
        try {
            if (!lanes.done(key)) {
                throw new IllegalStateException("done(\"" + key + "\") without take: it is with no worker");
            }
            boolean hinted = hintedAgain.remove(key);
            if ((dirtyAgain.remove(key) || hinted) && !shutDown) {
                makeDirty(key);
            }
            wakeIfOpen();
        } finally {
            lock.unlock();
        }
    }

    /** The key's worker only waits from now on: others of its lane may be worked on in its place. */
    public void stepAside(String key) {
        lock.lock();
        try {
            lanes.stepAside(key);
            wakeIfOpen();
        } finally {
            lock.unlock();
        }
    }

    /** The key's worker goes on, without waiting for a place. */
    public void stepBack(String key) {
        lock.lock();
        try {
            lanes.stepBack(key);
        } finally {
            lock.unlock();
        }
    }

    /** Keys that wait for a worker now, without delayed ones. */
    public int depth() {
        lock.lock();
        try {
            return lanes.size() + dirtyAgain.size() + hintedAgain.size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waiting; keys in process may still be given back. */
    public void shutDown() {
        lock.lock();
        try {
            shutDown = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable String next() {
        for (String due = delayed.pollDue(nanoClock.getAsLong());
                due != null;
                due = delayed.pollDue(nanoClock.getAsLong())) {
            makeDirty(due);
        }
        String key = lanes.take();
        if (key == null) {
            return null;
        }
        held.remove(key);
        if (lanes.isOpen() || !delayed.isEmpty()) {
            // This worker was the one that watched the clock; somebody else has to do it now.
            changed.signal();
        }
        return key;
    }

    private void makeDirty(String key) {
        if (lanes.isProcessing(key)) {
            dirtyAgain.add(key);
        } else {
            makeReady(key, false);
        }
    }

    private void makeReady(String key, boolean urgent) {
        if (lanes.add(key, urgent)) {
            changed.signal();
        }
    }

    private void wakeIfOpen() {
        if (lanes.isOpen()) {
            changed.signal();
        }
    }
}
