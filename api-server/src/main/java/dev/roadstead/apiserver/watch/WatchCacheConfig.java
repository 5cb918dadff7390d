package dev.roadstead.apiserver.watch;

import java.time.Duration;

/**
 * The bounds of a {@link WatchCache}.
 *
 * @param windowEvents how many recent changes can be replayed
 * @param windowBytes how many bytes of object states the replayable changes may hold
 * @param queueEvents how many undelivered events a subscription may have before it is ended as too slow
 * @param queueBytes how many bytes of undelivered objects it may have; a single event always has room
 * @param batchChanges how many changes are read from the store at once
 * @param pollInterval how long a change can stay unseen when every hint of the store is lost
 * @param maxBackoff the longest pause between two tries after an error
 */
public record WatchCacheConfig(
        int windowEvents,
        long windowBytes,
        int queueEvents,
        long queueBytes,
        int batchChanges,
        Duration pollInterval,
        Duration maxBackoff) {
    public static WatchCacheConfig defaults() {
        return new WatchCacheConfig(
                50_000, 64L << 20, 10_000, 16L << 20, 500, Duration.ofSeconds(1), Duration.ofSeconds(2));
    }
}
