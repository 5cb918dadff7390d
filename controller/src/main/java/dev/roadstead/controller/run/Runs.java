package dev.roadstead.controller.run;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The long work of one loop: at most one piece at a time for an object, in places that all loops share. Thread-safe; no
 * call but {@link #close} blocks.
 *
 * <p>An object is known by its key and its uid: one that was deleted and made again starts afresh.
 *
 * @param <R> what a piece of work comes to
 */
public final class Runs<R> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Runs.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    private final Places places;
    private final Consumer<String> wake;
    private final Executor threads;
    private final Map<String, Entry<R>> entries = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** An object that has a place or stands in line; its identity is the holder of the place. */
    private static final class Entry<R> {
        private final String key;
        private final String uid;
        private volatile @Nullable RunState<R> state;
        private @Nullable Thread thread;
        private boolean cancelled;
        private boolean dropped;

        Entry(String key, String uid) {
            this.key = key;
            this.uid = uid;
        }
    }

    /**
     * On virtual threads.
     *
     * @param places shared by all whose work would get in each other's way
     * @param wake asks for a pass over a key: when it got a place, and when its work has ended
     */
    public Runs(Places places, Consumer<String> wake) {
        this(places, wake, work -> Thread.ofVirtual().name("run").start(work));
    }

    /** {@code threads} runs each piece of work; in tests perhaps at once, by the caller. */
    public Runs(Places places, Consumer<String> wake, Executor threads) {
        this.places = places;
        this.wake = wake;
        this.threads = threads;
    }

    /**
     * Asks for a place, which the object keeps until {@link #drop}, from one piece of work to the next. Its key is woken
     * when it gets one.
     *
     * @param lane what has few places of its own: a node's name
     * @return how many are before it; 0 when it has a place
     */
    public int enter(String key, String uid, String lane) {
        Entry<R> known = entries.get(key);
        if (known != null && !known.uid.equals(uid)) {
            drop(key);
        }
        Entry<R> entry = entries.computeIfAbsent(key, k -> new Entry<>(k, uid));
        return places.enter(entry, lane, () -> wake.accept(key));
    }

    /**
     * Starts a piece of work; what the last one came to is forgotten. Nothing happens while one is under way, or after
     * {@link #close}.
     *
     * @throws IllegalStateException if the object has no place
     */
    public void start(String key, String uid, Work<R> work) {
        Entry<R> entry = find(key, uid);
        if (entry == null || !places.has(entry)) {
            throw new IllegalStateException(key + " has no place to work in: enter comes before start");
        }
        synchronized (entry) {
            if (closed || entry.dropped || entry.state instanceof RunState.Active) {
                return;
            }
            entry.cancelled = false;
            entry.state = new RunState.Active<>("", 0);
        }
        threads.execute(() -> work(entry, work));
    }

    private void work(Entry<R> entry, Work<R> work) {
        RunState<R> end;
        try {
            if (begin(entry)) {
                end = new RunState.Succeeded<>(
                        work.run((step, bytes) -> entry.state = new RunState.Active<>(step, bytes)));
            } else {
                end = new RunState.Failed<>(new InterruptedException("cancelled before it began"));
            }
        } catch (Throwable failure) {
            end = new RunState.Failed<>(failure);
        }
        finish(entry, end);
    }

    private boolean begin(Entry<R> entry) {
        synchronized (entry) {
            entry.thread = Thread.currentThread();
            return !entry.cancelled && !closed;
        }
    }

    private void finish(Entry<R> entry, RunState<R> end) {
        boolean dropped;
        synchronized (entry) {
            entry.thread = null;
            entry.state = end;
            dropped = entry.dropped;
            entry.notifyAll();
        }
        if (dropped) {
            places.leave(entry);
        } else {
            wake.accept(entry.key);
        }
    }

    /** How many are before it, 0 when it has a place; empty when it never {@linkplain #enter asked} for one. */
    public OptionalInt before(String key, String uid) {
        Entry<R> entry = find(key, uid);
        int before = entry == null ? -1 : places.before(entry);
        return before < 0 ? OptionalInt.empty() : OptionalInt.of(before);
    }

    /** How the last piece of work stands; empty if none was started since {@link #enter}. */
    public Optional<RunState<R>> state(String key, String uid) {
        Entry<R> entry = find(key, uid);
        return entry == null ? Optional.empty() : Optional.ofNullable(entry.state);
    }

    /** Interrupts what is under way; its end is {@link RunState.Failed} and wakes the key. */
    public void cancel(String key) {
        Entry<R> entry = entries.get(key);
        if (entry != null) {
            interrupt(entry, false);
        }
    }

    /** Ends what is under way, forgets what it came to, and gives the place back once nothing works in it. */
    public void drop(String key) {
        Entry<R> entry = entries.remove(key);
        if (entry != null && !interrupt(entry, true)) {
            places.leave(entry);
        }
    }

    /** Returns whether something was under way. */
    private boolean interrupt(Entry<R> entry, boolean drop) {
        synchronized (entry) {
            entry.dropped |= drop;
            entry.cancelled = true;
            if (entry.thread != null) {
                entry.thread.interrupt();
            }
            return entry.state instanceof RunState.Active;
        }
    }

    private @Nullable Entry<R> find(String key, String uid) {
        Entry<R> entry = entries.get(key);
        return entry != null && entry.uid.equals(uid) ? entry : null;
    }

    /** Interrupts all work and waits a few seconds for it; none begins afterwards. */
    @Override
    public void close() {
        closed = true;
        entries.values().forEach(entry -> interrupt(entry, false));
        long end = System.nanoTime() + STOP_TIMEOUT.toNanos();
        for (Entry<R> entry : entries.values()) {
            try {
                if (!awaitEnd(entry, end)) {
                    log.warn("{}: its work did not stop within {}", entry.key, STOP_TIMEOUT);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static boolean awaitEnd(Entry<?> entry, long end) throws InterruptedException {
        synchronized (entry) {
            while (entry.thread != null) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                entry.wait(left);
            }
            return true;
        }
    }
}
