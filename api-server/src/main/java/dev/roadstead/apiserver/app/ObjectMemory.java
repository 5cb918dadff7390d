package dev.roadstead.apiserver.app;

import dev.roadstead.apiserver.registry.Capacity;
import dev.roadstead.apiserver.registry.CapacityAlarm;
import dev.roadstead.apiserver.registry.Room;
import dev.roadstead.apiserver.store.Extent;
import dev.roadstead.apiserver.store.ResourceStore;
import dev.roadstead.apiserver.store.StoreUnavailableException;
import dev.roadstead.apiserver.watch.CachedObject;
import dev.roadstead.apiserver.watch.TooManyObjectsException;
import dev.roadstead.apiserver.watch.WatchCache;
import dev.roadstead.apiserver.watch.WatchCacheConfig;
import java.io.IOException;
import java.util.function.Supplier;

/** The memory that objects are given: by the heap, or as it was asked for. */
record ObjectMemory(HeapBudget budget, Room room) {
    /**
     * Divides the heap.
     *
     * @throws IOException if the heap has no room for what was asked for
     */
    static ObjectMemory of(HeapBudget budget, StorageConfig config) throws IOException {
        Long asked = config.objectMemory();
        Room room = new Room(asked == null ? budget.objects() : asked);
        if (room.withReserve() > budget.loadable()) {
            throw new IOException("--object-memory of " + Capacity.size(room.limit()) + " does not fit into a heap of "
                    + Capacity.size(budget.heap()) + ", which has room for "
                    + Capacity.size(budget.loadable())
                    + " of objects, a reserve included; ask for less, or start with a larger heap: "
                    + larger(room.withReserve()));
        }
        return new ObjectMemory(budget, room);
    }

    /**
     * Loads all objects; more than the limit, if they fit into the heap.
     *
     * @throws IOException if they do not; the message says what is needed
     */
    WatchCache load(ResourceStore store) throws IOException {
        try {
            return WatchCache.start(store, WatchCacheConfig.defaults().within(budget.window(), budget.loadable()));
        } catch (TooManyObjectsException e) {
            throw new IOException(doNotFit(store::extent), e);
        }
    }

    /** What to tell; without figures when the database does not answer any more. */
    String doNotFit(Supplier<Extent> stored) {
        String room = " do not fit into a heap of " + Capacity.size(budget.heap()) + ", which has room for "
                + Capacity.size(budget.loadable()) + "; start with a larger heap";
        try {
            Extent extent = stored.get();
            long bytes = extent.bytes() + extent.objects() * CachedObject.heldBytes(0);
            return extent.objects() + " objects of " + Capacity.size(bytes) + room + ": " + larger(bytes);
        } catch (StoreUnavailableException e) {
            return "the objects that are stored" + room + " than " + larger(budget.loadable())
                    + " (how much larger could not be asked: " + e.getMessage() + ")";
        }
    }

    /** What stands before every write, and tells the log when memory gets scarce. */
    Capacity capacity(WatchCache cache) {
        CapacityAlarm alarm = new CapacityAlarm(room);
        alarm.accept(cache.heldBytes());
        cache.onHeldBytes(alarm);
        return new Capacity(cache::heldBytes, room);
    }

    private static String larger(long bytes) {
        long megabytes = (HeapBudget.forObjects(bytes).heap() >> 20) + 1;
        return "ROADSTEAD_JAVA_OPTS=-Xmx" + megabytes + "m";
    }
}
