package dev.roadstead.apiserver.people;

import dev.roadstead.apiserver.fairness.Rate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** A rate for each of many keys; of those that were not used for longest nothing is remembered. Thread-safe. */
final class Buckets {
    private static final int MAX = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Rate rate;
    private final LongSupplier nanoTime;
    private final Map<String, Long> moments = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX;
        }
    };

    Buckets(Rate rate, LongSupplier nanoTime) {
        this.rate = rate;
        this.nanoTime = nanoTime;
    }

    /** Takes one; how long to wait when there is none, zero otherwise. */
    Duration take(String key) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            long moment = moments.getOrDefault(key, now);
            Duration delay = rate.delay(moment, now, 1);
            if (delay.isZero()) {
                moments.put(key, rate.after(moment, now, 1));
            }
            return delay;
        } finally {
            lock.unlock();
        }
    }

    /** Gives back what was taken for something that does not count. */
    void giveBack(String key) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            moments.computeIfPresent(key, (ignored, moment) -> moment - (rate.after(now, now, 1) - now));
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return moments.size();
        } finally {
            lock.unlock();
        }
    }
}
