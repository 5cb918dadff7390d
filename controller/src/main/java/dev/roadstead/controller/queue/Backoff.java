package dev.roadstead.controller.queue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How long a key that failed waits: doubles with each failure in a row, up to a cap. Thread-safe. */
public final class Backoff {
    private final Duration first;
    private final Duration cap;
    private final Map<String, Integer> failures = new HashMap<>();

    /**
     * @param first wait after the first failure; positive
     * @param cap longest wait; not shorter than {@code first}
     */
    public Backoff(Duration first, Duration cap) {
        if (!first.isPositive() || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("backoff from " + first + " to " + cap + ": expected 0 < first <= cap");
        }
        this.first = first;
        this.cap = cap;
    }

    /** Counts a failure of the key and says how long it waits now. */
    public Duration next(String key) {
        int before;
        synchronized (failures) {
            before = failures.merge(key, 1, Integer::sum) - 1;
        }
        return delay(first, cap, before);
    }

    /** Forgets the key's failures, because it succeeded or is gone. */
    public void reset(String key) {
        synchronized (failures) {
            failures.remove(key);
        }
    }

    /**
     * {@code first} doubled once for every earlier failure, at most {@code cap}.
     *
     * @param earlierFailures failures in a row before this one; not negative
     */
    public static Duration delay(Duration first, Duration cap, int earlierFailures) {
        long capNanos = cap.toNanos();
        long nanos = first.toNanos();
        for (int i = 0; i < earlierFailures && nanos < capNanos; i++) {
            nanos = nanos > Long.MAX_VALUE / 2 ? capNanos : nanos * 2;
        }
        return Duration.ofNanos(Math.min(nanos, capNanos));
    }
}
