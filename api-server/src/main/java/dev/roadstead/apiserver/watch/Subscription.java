package dev.roadstead.apiserver.watch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The events of one watcher. One thread polls; any thread may close. */
public interface Subscription extends AutoCloseable {
    /**
     * The next matching event, in revision order; null when none came within {@code atMost}. An interrupt is thrown on.
     *
     * @throws SlowWatcherException if undelivered events overflowed; this subscription is over
     * @throws WatchEndedException if this subscription was closed or the cache was reloaded
     */
    @Nullable
    WatchEvent poll(Duration atMost) throws InterruptedException;

    /**
     * True until {@link #poll} has returned every object that was present when
     * {@link WatchCache#subscribeWithState} was called. The first false is the place of the bookmark that ends the
     * initial events; for {@link WatchCache#subscribe} it is false from the start.
     */
    boolean initialEventsPending();

    /**
     * The revision that a bookmark may carry: {@link #poll} has returned every matching event up to it. It also advances
     * while nothing matches, never goes back, and is 0 while initial events are pending.
     */
    long deliveredRevision();

    @Override
    void close();
}
