package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The watches under way: so that there are not too many of them, and that a stop ends them all. Thread-safe. */
final class OpenWatches {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final int max;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final Set<Entry> entries = new HashSet<>();
    private boolean stopping;

    OpenWatches(int max) {
        this.max = max;
    }

    /** One watch, on the thread that entered. Interrupts reach that thread only while the watch lasts. */
    final class Entry implements AutoCloseable {
        private final Thread thread = Thread.currentThread();

        void interrupt() {
            lock.lock();
            try {
                if (entries.contains(this)) {
                    thread.interrupt();
                }
            } finally {
                lock.unlock();
            }
        }

        /** The interrupt was for this watch, which ends now; the thread goes on without it. */
        void acknowledge() {
            leave();
        }

        @Override
        public void close() {
            leave();
        }

        private void leave() {
            lock.lock();
            try {
                entries.remove(this);
                left.signalAll();
                // An interrupt of this watch that came too late must not hit what the thread does next.
                Thread.interrupted();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Counts the calling thread's watch until the entry is closed.
     *
     * @throws ApiException TooManyRequests; Unavailable when the server is stopping
     */
    Entry enter() {
        lock.lock();
        try {
            if (stopping) {
                throw new ApiException(new ApiFault.Unavailable("the server is stopping", RETRY_AFTER));
            }
            if (entries.size() >= max) {
                throw new ApiException(new ApiFault.TooManyRequests(
                        "there are already " + max + " watches; try again later", RETRY_AFTER));
            }
            Entry entry = new Entry();
            entries.add(entry);
            return entry;
        } finally {
            lock.unlock();
        }
    }

    /** Ends every watch; returns when they have ended or the time is over. */
    void stop(Duration atMost) {
        lock.lock();
        try {
            stopping = true;
            entries.forEach(entry -> entry.thread.interrupt());
            long nanos = atMost.toNanos();
            while (!entries.isEmpty() && nanos > 0) {
                nanos = left.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
