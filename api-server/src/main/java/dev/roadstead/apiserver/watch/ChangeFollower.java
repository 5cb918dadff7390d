package dev.roadstead.apiserver.watch;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.CompactedException;
import dev.roadstead.apiserver.store.ResourceStore;
import dev.roadstead.apiserver.store.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that brings changes from the store to a {@link WatchCache}. */
final class ChangeFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeFollower.class);
    private static final Duration MIN_BACKOFF = Duration.ofMillis(50);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(10);

    private final ResourceStore store;
    private final WatchCacheConfig config;
    private final WatchCache cache;
    private final Thread thread;
    private volatile boolean closed;
    private Duration backoff = MIN_BACKOFF;
    private boolean lost;

    ChangeFollower(ResourceStore store, WatchCacheConfig config, WatchCache cache) {
        this.store = store;
        this.config = config;
        this.cache = cache;
        this.thread = Thread.ofVirtual().name("change-follower").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(STOP_DEADLINE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed; nothing runs after this
        }
    }

    private void step() throws InterruptedException {
        try {
            if (lost) {
                cache.reload(store);
                lost = false;
            }
            List<Change> changes = store.changesAfter(cache.revision(), config.batchChanges());
            if (!changes.isEmpty()) {
                cache.apply(changes);
            }
            backoff = MIN_BACKOFF;
            if (changes.size() < config.batchChanges()) {
                store.awaitHint(config.pollInterval());
            }
        } catch (CompactedException e) {
            LOG.warn("The change log was lost, loading everything again: {}", e.getMessage());
            lost = true;
            pause();
        } catch (StoreUnavailableException e) {
            // The log is exact: following goes on where it stopped, and the subscriptions need not know.
            if (!closed) {
                LOG.warn("Cannot read changes, trying again in {} ms: {}", backoff.toMillis(), e.getMessage());
                pause();
            }
        } catch (RuntimeException e) {
            LOG.error("Cannot apply changes after revision {}, loading everything again", cache.revision(), e);
            lost = true;
            pause();
        }
    }

    private void pause() throws InterruptedException {
        Thread.sleep(backoff);
        Duration doubled = backoff.multipliedBy(2);
        backoff = doubled.compareTo(config.maxBackoff()) < 0 ? doubled : config.maxBackoff();
    }
}
