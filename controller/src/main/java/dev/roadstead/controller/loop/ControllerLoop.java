package dev.roadstead.controller.loop;

import dev.roadstead.controller.queue.Backoff;
import dev.roadstead.controller.queue.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a reconciler over the keys of a queue with a fixed number of workers. A key that fails waits by itself; the
 * others go on. Thread-safe.
 */
public final class ControllerLoop implements AutoCloseable {
    static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    private static final Logger log = LoggerFactory.getLogger(ControllerLoop.class);

    private final String name;
    private final Reconciler reconciler;
    private final LoopConfig config;
    private final WorkQueue queue = new WorkQueue(System::nanoTime);
    private final Backoff backoff;
    private final LoopCounters counters = new LoopCounters();
    private final List<Thread> workers = new ArrayList<>();

    /**
     * Takes keys at once, works on them after {@link #start}.
     *
     * @param name for thread names and logs
     */
    public ControllerLoop(String name, Reconciler reconciler, LoopConfig config) {
        this.name = name;
        this.reconciler = reconciler;
        this.config = config;
        this.backoff = new Backoff(config.firstBackoff(), config.maxBackoff());
    }

    /** Asks for a pass over the key as soon as possible. */
    public void enqueue(String key) {
        queue.add(key);
    }

    /** Asks for a pass as well, but does not shorten the wait after a failed one: for events that a pass may cause itself. */
    public void hint(String key) {
        queue.hint(key);
    }

    /** Asks for a pass over the key after a time; of several times the earliest counts. */
    public void enqueueAfter(String key, Duration delay) {
        queue.addAfter(key, delay);
    }

    /**
     * Starts the workers.
     *
     * @throws IllegalStateException if it was started before
     */
    public synchronized void start() {
        if (!workers.isEmpty()) {
            throw new IllegalStateException("the loop " + name + " was started before");
        }
        Worker worker = new Worker(name, reconciler, config.passDeadline(), queue, backoff, counters);
        for (int i = 0; i < config.workers(); i++) {
            workers.add(Thread.ofVirtual().name(name + "-" + i).start(worker));
        }
    }

    /** A snapshot of the counters, which are read one after the other. */
    public LoopStats stats() {
        return counters.snapshot(queue.depth());
    }

    /** Interrupts the passes under way and waits a few seconds for them; no pass begins afterwards. */
    @Override
    public synchronized void close() {
        queue.shutDown();
        workers.forEach(Thread::interrupt);
        long end = System.nanoTime() + STOP_TIMEOUT.toNanos();
        try {
            for (Thread worker : workers) {
                if (!worker.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
                    log.warn("{} did not stop within {}", worker.getName(), STOP_TIMEOUT);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
