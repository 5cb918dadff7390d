package dev.roadstead.cli;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Gives memory back when the server rests. The serial collector, which costs the least on few cores, looks for dead objects
 * among the old ones only when it has no room left: without this, a server that once was busy would stay large for days.
 */
final class IdleCollector implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** So few collections within the interval are the noise of a server that nobody asks anything. */
    private static final long RESTING = 3;

    /** Bytes; less is not worth the pause, which is about 1 ms for each MB that is alive. */
    private static final long WORTHWHILE = 32L << 20;

    /**
     * The state of the heap.
     *
     * @param collections since the start, of whatever kind
     * @param oldBytes what old objects take, dead or alive
     */
    record Heap(long collections, long oldBytes) {}

    private final Supplier<Heap> heap;
    private final Runnable collection;
    private final Thread thread;
    private long collectionsBefore;
    private long oldBytesKept;

    /** {@code collection} collects all of the heap. */
    IdleCollector(Supplier<Heap> heap, Runnable collection) {
        this.heap = heap;
        this.collection = collection;
        this.thread = Thread.ofVirtual().name("idle-collector").unstarted(this::run);
    }

    /** Looks once a minute, on a thread of its own, until it is closed. */
    static IdleCollector start() {
        IdleCollector collector = new IdleCollector(IdleCollector::read, System::gc);
        collector.thread.start();
        return collector;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Collects if it is worthwhile and nobody is disturbed. Called once in each interval. */
    void look() {
        Heap now = heap.get();
        boolean resting = now.collections() - collectionsBefore <= RESTING;
        if (resting && now.oldBytes() - oldBytesKept >= WORTHWHILE) {
            collection.run();
            now = heap.get();
            oldBytesKept = now.oldBytes();
        }
        oldBytesKept = Math.min(oldBytesKept, now.oldBytes());
        collectionsBefore = now.collections();
    }

    private static Heap read() {
        long collections = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
        // Of the pools of the heap only the one of old objects has a threshold.
        long oldBytes = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
                .map(MemoryPoolMXBean::getUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        return new Heap(collections, oldBytes);
    }
}
