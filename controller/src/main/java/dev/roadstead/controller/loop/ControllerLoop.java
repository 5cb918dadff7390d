package dev.roadstead.controller.loop;

import dev.roadstead.controller.queue.Backoff;
import dev.roadstead.controller.queue.WorkQueue;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a reconciler over the keys of a queue, each pass on a virtual thread of its own. How many there are at once is
 * bounded lane by lane: a lane whose passes hang holds up no other. A key that fails waits by itself. Thread-safe.
 */
public final class ControllerLoop implements AutoCloseable {
    static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    private static final Logger log = LoggerFactory.getLogger(ControllerLoop.class);

    private final String name;
    private final WorkQueue queue;
    private final LoopCounters counters = new LoopCounters();
    private final Worker worker;
    /** The supervisors of passes under way. */
    private final Map<Thread, String> supervisors = new ConcurrentHashMap<>();

    private @Nullable Thread dispatcher;

    /** A loop with a single lane. */
    public ControllerLoop(String name, Reconciler reconciler, LoopConfig config) {
        this(name, reconciler, config, key -> "");
    }

    /**
     * Takes keys at once, works on them after {@link #start}.
     *
     * @param name for thread names and logs
     * @param laneOf the lane of a key; must be fast and may not call the loop
     */
    public ControllerLoop(String name, Reconciler reconciler, LoopConfig config, UnaryOperator<String> laneOf) {
        this.name = name;
        this.queue = new WorkQueue(System::nanoTime, laneOf, config.workers());
        Backoff backoff = new Backoff(config.firstBackoff(), config.maxBackoff());
        this.worker = new Worker(name, reconciler, config.passDeadline(), queue, backoff, counters);
    }

    /** Asks for a pass over the key as soon as possible. */
    public void enqueue(String key) {
        queue.add(key);
    }

    /**
     * Asks for a pass before others of the lane, but does not shorten the wait after a failed one: for events that a pass
     * may cause itself.
     */
    public void hint(String key) {
        queue.hint(key);
    }

    /**
     * For the pass over the key that is under way, before it looks at what hints are about: those that came until now lead to
     * no other pass.
     */
    public void seeHints(String key) {
        queue.seeHints(key);
    }

    /** Asks for a pass over the key after a time; of several times the earliest counts. */
    public void enqueueAfter(String key, Duration delay) {
        queue.addAfter(key, delay);
    }

    /** For a pass of this loop: does what is mostly waiting, and takes no place in its lane meanwhile. */
    public void whileAside(Runnable waiting) {
        worker.whileAside(waiting);
    }

    /**
     * Starts to take keys.
     *
     * @throws IllegalStateException if it was started before
     */
    public synchronized void start() {
        if (dispatcher != null) {
            throw new IllegalStateException("the loop " + name + " was started before");
        }
        dispatcher = Thread.ofVirtual().name(name).start(this::dispatch);
    }

    private void dispatch() {
        try {
            for (String key = queue.take(); key != null; key = queue.take()) {
                String taken = key;
                Thread supervisor =
                        Thread.ofVirtual().name(name + " supervisor").unstarted(() -> work(taken));
                supervisors.put(supervisor, key);
                supervisor.start();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(String key) {
        try {
            worker.supervise(key);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            supervisors.remove(Thread.currentThread());
            queue.done(key);
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
        long end = System.nanoTime() + STOP_TIMEOUT.toNanos();
        try {
            if (dispatcher != null) {
                dispatcher.join(STOP_TIMEOUT);
            }
            supervisors.keySet().forEach(Thread::interrupt);
            for (Map.Entry<Thread, String> each : supervisors.entrySet()) {
                if (!each.getKey().join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
                    log.warn("{} {}: the pass did not stop within {}", name, each.getValue(), STOP_TIMEOUT);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
