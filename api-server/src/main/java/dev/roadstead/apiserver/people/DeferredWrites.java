package dev.roadstead.apiserver.people;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.StoreUnavailableException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes that nobody waits for, such as when a key was last used: one for each object, the newest. When too many wait, or
 * the database takes none, they are forgotten. Thread-safe.
 */
public final class DeferredWrites implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeferredWrites.class);
    private static final int MAX = 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final SequencedMap<ObjectKey, Runnable> waiting = new LinkedHashMap<>();
    private final Thread thread = Thread.ofVirtual().name("deferred-writes").unstarted(this::run);

    private DeferredWrites() {}

    /** Writes until {@link #close}. */
    public static DeferredWrites start() {
        DeferredWrites writes = new DeferredWrites();
        writes.thread.start();
        return writes;
    }

    void offer(ObjectKey key, Runnable write) {
        lock.lock();
        try {
            if (waiting.size() < MAX || waiting.containsKey(key)) {
                waiting.put(key, write);
                added.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) {
                Map.Entry<ObjectKey, Runnable> next = take();
                try {
                    next.getValue().run();
                } catch (ApiException | StoreUnavailableException e) {
                    LOG.debug("{} was not written: {}", next.getKey(), e.getMessage());
                } catch (RuntimeException e) { // of this worker, which must live to see the next write
                    LOG.error("{} could not be written", next.getKey(), e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map.Entry<ObjectKey, Runnable> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Map.Entry<ObjectKey, Runnable> first = waiting.pollFirstEntry();
            while (first == null) {
                added.await();
                first = waiting.pollFirstEntry();
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
