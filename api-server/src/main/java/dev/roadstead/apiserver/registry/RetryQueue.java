package dev.roadstead.apiserver.registry;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is still to be looked at, each once; as large as the number of different entries at most. Thread-safe. */
final class RetryQueue<T> {
    private static final long RETRY_MILLIS = 250;

    private final Set<T> now = new LinkedHashSet<>();
    private final Set<T> later = new LinkedHashSet<>();
    private long laterAt = Long.MAX_VALUE;

    synchronized void add(T entry) {
        if (now.add(entry)) {
            notifyAll();
        }
    }

    /** Adds the entry again after a moment. */
    synchronized void addLater(T entry) {
        if (later.isEmpty()) {
            laterAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
        }
        later.add(entry);
    }

    /** The entry that has waited longest; null when there was none for a moment. */
    synchronized @Nullable T poll() throws InterruptedException {
        if (now.isEmpty()) {
            wait(RETRY_MILLIS);
        }
        if (!later.isEmpty() && System.nanoTime() - laterAt >= 0) {
            now.addAll(later);
            later.clear();
        }
        if (now.isEmpty()) {
            return null;
        }
        T entry = now.iterator().next();
        now.remove(entry);
        return entry;
    }
}
