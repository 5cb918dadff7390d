package dev.roadstead.apiserver.registry;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What is still to be looked at, each once; as large as the number of different entries at most. Thread-safe. */
final class RetryQueue<T> {
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final SequencedSet<T> now = new LinkedHashSet<>();
    private final Set<T> later = new LinkedHashSet<>();
    private long laterAt;

    void add(T entry) {
        lock.lock();
        try {
            now.add(entry);
            added.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Adds the entry again after a moment. */
    void addLater(T entry) {
        lock.lock();
        try {
            if (later.isEmpty()) {
                laterAt = System.nanoTime() + RETRY_NANOS;
            }
            later.add(entry);
        } finally {
            lock.unlock();
        }
    }

    /** The entry that has waited longest; null when there was none for a moment. */
    @Nullable
    T poll() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = RETRY_NANOS;
            while (now.isEmpty() && nanos > 0) {
                nanos = added.awaitNanos(nanos);
            }
            if (!later.isEmpty() && System.nanoTime() - laterAt >= 0) {
                now.addAll(later);
                later.clear();
            }
            return now.isEmpty() ? null : now.removeFirst();
        } finally {
            lock.unlock();
        }
    }
}
