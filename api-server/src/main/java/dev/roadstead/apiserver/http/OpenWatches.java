package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.RateLimit;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The watches under way: so that there are not too many of them, that those of one watcher can be ended, and that a stop
 * ends them all. Thread-safe.
 */
final class OpenWatches {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final int max;
    private final int maxOfTenant;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final Map<Watcher, Set<Entry>> entries = new HashMap<>();
    private final Map<String, Integer> ofTenants = new HashMap<>();
    private int count;
    private boolean stopping;

    OpenWatches(int max, int maxOfTenant) {
        this.max = max;
        this.maxOfTenant = maxOfTenant;
    }

    /** One watch, on the thread that entered. Interrupts reach that thread only while the watch lasts. */
    final class Entry implements AutoCloseable {
        private final Watcher watcher;
        private final String tenant;
        private final Thread thread = Thread.currentThread();
        private volatile @Nullable ApiFault fault;

        private Entry(Watcher watcher, String tenant) {
            this.watcher = watcher;
            this.tenant = tenant;
        }

        /** Why the watch is to end; null when no fault is the reason. */
        @Nullable
        ApiFault fault() {
            return fault;
        }

        void interrupt() {
            lock.lock();
            try {
                if (entries.getOrDefault(watcher, Set.of()).contains(this)) {
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
                Set<Entry> same = entries.getOrDefault(watcher, Set.of());
                if (same.contains(this)) {
                    count--;
                    ofTenants.computeIfPresent(tenant, (name, open) -> open == 1 ? null : open - 1);
                    same.remove(this);
                    if (same.isEmpty()) {
                        entries.remove(watcher);
                    }
                }
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
     * @param tenant to whom the watcher belongs; empty for one who stands alone
     * @throws ApiException TooManyRequests; Unavailable when the server is stopping
     */
    Entry enter(Watcher watcher, String tenant) {
        lock.lock();
        try {
            if (stopping) {
                throw new ApiException(new ApiFault.Unavailable("the server is stopping", RETRY_AFTER));
            }
            if (count >= max) {
                throw new ApiException(new ApiFault.TooManyRequests(
                        "there are already " + max + " watches; try again later",
                        RETRY_AFTER,
                        new RateLimit("watches", max, null)));
            }
            if (!tenant.isEmpty() && ofTenants.getOrDefault(tenant, 0) >= maxOfTenant) {
                throw new ApiException(new ApiFault.TooManyRequests(
                        "there are already " + maxOfTenant + " watches of Organization " + tenant
                                + "; end some, or try again later",
                        RETRY_AFTER,
                        new RateLimit("organization-watches", maxOfTenant, null)));
            }
            Entry entry = new Entry(watcher, tenant);
            entries.computeIfAbsent(watcher, it -> new HashSet<>()).add(entry);
            count++;
            ofTenants.merge(tenant, 1, Integer::sum);
            return entry;
        } finally {
            lock.unlock();
        }
    }

    /** Who watches at this moment, each once. */
    List<Watcher> watchers() {
        lock.lock();
        try {
            return List.copyOf(entries.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** Ends the watches of one watcher, with a fault that their clients are told or without; does not wait for them. */
    void end(Watcher watcher, @Nullable ApiFault fault) {
        lock.lock();
        try {
            for (Entry entry : entries.getOrDefault(watcher, Set.of())) {
                entry.fault = fault;
                entry.thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends every watch; returns when they have ended or the time is over. */
    void stop(Duration atMost) {
        lock.lock();
        try {
            stopping = true;
            entries.values().forEach(same -> same.forEach(entry -> entry.thread.interrupt()));
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
