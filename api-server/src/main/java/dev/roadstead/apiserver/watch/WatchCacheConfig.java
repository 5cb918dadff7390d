package dev.roadstead.apiserver.watch;

import java.time.Duration;

/**
 * The bounds of a {@link WatchCache}.
 *
 * @param windowEvents how many recent changes can be replayed; a watcher that is further behind is ended
 * @param windowBytes how many bytes of object states the replayable changes may hold
 * @param resumableChanges how many changes of the time before the start are loaded, for watchers of that time
 * @param batchChanges how many changes are read from the store at once
 * @param pollInterval how long a change can stay unseen when every hint of the store is lost
 * @param maxBackoff the longest pause between two tries after an error
 * @param loadableBytes for how many bytes of objects there is room when the server starts
 */
public record WatchCacheConfig(
        int windowEvents,
        long windowBytes,
        int resumableChanges,
        int batchChanges,
        Duration pollInterval,
        Duration maxBackoff,
        long loadableBytes) {
    /** With room for any number of objects. */
    public WatchCacheConfig(
            int windowEvents,
            long windowBytes,
            int resumableChanges,
            int batchChanges,
            Duration pollInterval,
            Duration maxBackoff) {
        this(windowEvents, windowBytes, resumableChanges, batchChanges, pollInterval, maxBackoff, Long.MAX_VALUE);
    }

    public static WatchCacheConfig defaults() {
        return new WatchCacheConfig(50_000, 64L << 20, 5_000, 500, Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    /** The same with other bounds of memory. */
    public WatchCacheConfig within(long window, long loadable) {
        return new WatchCacheConfig(
                windowEvents, window, resumableChanges, batchChanges, pollInterval, maxBackoff, loadable);
    }
}
