package dev.roadstead.controller.informer;

import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.client.ApiClient.Listing;
import dev.roadstead.controller.client.WatchStream;
import dev.roadstead.controller.client.WatchStream.Event.Bookmark;
import dev.roadstead.controller.client.WatchStream.Event.Changed;
import dev.roadstead.controller.client.WatchStream.Event.Deleted;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a kind's objects in memory: lists them, then follows their changes. A watch that ends in an orderly way is
 * resumed where it ended; any other end leads to a new list, which also finds what was deleted meanwhile.
 *
 * <p>Thread-safe. One virtual thread does the work between {@link #start} and {@link #close}.
 */
public final class Informer<T extends Resource> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Informer.class);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long MAX_PAUSE_MILLIS = 10_000;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final ApiClient client;
    private final ResourceType<T> type;
    private final ResourceCache<T> cache;
    private final Compaction<T> compaction;
    private final List<ChangeHandler<? super T>> handlers = new CopyOnWriteArrayList<>();
    private final CountDownLatch synced = new CountDownLatch(1);
    private final AtomicBoolean started = new AtomicBoolean();
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable WatchStream<T> stream;

    // The thread's own: where to go on watching (null: list first), and attempts since something last arrived.
    private @Nullable String revision;
    private int failures;

    /**
     * Does nothing before {@link #start}.
     *
     * @param indexes by name: the values that an object is filed under
     */
    public Informer(
            ApiClient client, ResourceType<T> type, Map<String, Function<? super T, Collection<String>>> indexes) {
        this(client, type, indexes, (_, read) -> read);
    }

    /**
     * Likewise.
     *
     * @param compaction of objects that are about to be kept; called by one thread
     */
    public Informer(
            ApiClient client,
            ResourceType<T> type,
            Map<String, Function<? super T, Collection<String>>> indexes,
            Compaction<T> compaction) {
        this.client = client;
        this.compaction = compaction;
        this.type = type;
        this.cache = new ResourceCache<>(indexes);
        this.thread = Thread.ofVirtual().name("informer-" + type.plural()).unstarted(this::run);
    }

    /** What is in memory; empty until the first list was taken in. */
    public Lister<T> lister() {
        return cache;
    }

    /**
     * Adds a handler. Objects of the first list are reported to it as added.
     *
     * @throws IllegalStateException after {@link #start}
     */
    public void onChange(ChangeHandler<? super T> handler) {
        if (started.get()) {
            throw new IllegalStateException("the informer of " + type.plural() + " runs already; add handlers before");
        }
        handlers.add(handler);
    }

    /**
     * Begins listing and watching.
     *
     * @throws IllegalStateException if it was started before
     */
    public void start() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("the informer of " + type.plural() + " was started before");
        }
        thread.start();
    }

    /** Whether the first list was taken in within this time, handlers included. */
    public boolean awaitSynced(Duration timeout) throws InterruptedException {
        return synced.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends the watch and waits for the thread; no handler is called afterwards. */
    @Override
    public void close() {
        closed = true;
        WatchStream<T> open = stream;
        if (open != null) {
            open.close();
        }
        thread.interrupt();
        try {
            if (thread.isAlive() && !thread.join(STOP_TIMEOUT)) {
                log.warn("the informer of {} did not stop within {}", type.plural(), STOP_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                follow(revision == null ? relist() : revision);
                if (failures == 0) {
                    continue;
                }
            } catch (ApiCallException e) {
                revision = null;
                if (!closed) {
                    log.info("watch of {} broke, listing again: {}", type.plural(), e.getMessage());
                }
            } catch (RuntimeException e) {
                revision = null;
                log.error("watch of {} failed, listing again", type.plural(), e);
            }
            pause();
        }
    }

    /** Takes in all there is, and returns its revision. */
    private String relist() {
        Listing<T> listing = client.list(type);
        Set<String> gone = cache.keys();
        for (T object : listing.items()) {
            gone.remove(object.key());
            put(object);
        }
        gone.forEach(this::remove);
        synced.countDown();
        return listing.resourceVersion();
    }

    /** Takes in changes until the stream ends. */
    private void follow(String from) {
        revision = from;
        try (WatchStream<T> open = client.watch(type, from)) {
            stream = open;
            if (closed) {
                return;
            }
            for (var event = open.next(); event != null; event = open.next()) {
                switch (event) {
                    case Changed<T>(T object, String at) -> put(object);
                    case Deleted<T>(T object, String at) -> remove(object.key());
                    case Bookmark<T>(String at) -> {}
                }
                revision = event.resourceVersion();
                failures = 0;
            }
        } finally {
            stream = null;
        }
    }

    private void put(T read) {
        T object = compaction.compact(cache.find(read.key()), read);
        T before = cache.put(object);
        // A new list brings mostly what is known.
        if (before == null
                || !Objects.equals(
                        before.metadata().resourceVersion(), object.metadata().resourceVersion())) {
            report(before, object);
        }
    }

    private void remove(String key) {
        T before = cache.remove(key);
        if (before != null) {
            report(before, null);
        }
    }

    private void report(@Nullable T before, @Nullable T after) {
        for (ChangeHandler<? super T> handler : handlers) {
            handler.changed(before, after);
        }
    }

    /** Waits longer after each failure in a row; the jitter keeps many informers from coming back at once. */
    private void pause() {
        failures++;
        long limit = Math.min(MAX_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures - 1, 10));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(limit / 2, limit + 1));
        } catch (InterruptedException e) {
            // Only close() interrupts, and it has set the flag that ends the loop.
            Thread.currentThread().interrupt();
        }
    }
}
