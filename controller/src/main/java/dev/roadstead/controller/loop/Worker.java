package dev.roadstead.controller.loop;

import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.queue.Backoff;
import dev.roadstead.controller.queue.WorkQueue;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes passes and settles what comes after them. Each pass has a thread of its own, so that the interrupt at its deadline
 * cannot hit anything else. Thread-safe.
 */
final class Worker {
    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    private final String loop;
    private final Reconciler reconciler;
    private final Duration passDeadline;
    private final WorkQueue queue;
    private final Backoff backoff;
    private final LoopCounters counters;
    /** The key of the pass that calls. */
    private final ScopedValue<String> current = ScopedValue.newInstance();

    Worker(
            String loop,
            Reconciler reconciler,
            Duration passDeadline,
            WorkQueue queue,
            Backoff backoff,
            LoopCounters counters) {
        this.loop = loop;
        this.reconciler = reconciler;
        this.passDeadline = passDeadline;
        this.queue = queue;
        this.backoff = backoff;
        this.counters = counters;
    }

    /** Returns when the pass has ended. */
    void supervise(String key) throws InterruptedException {
        Thread pass = Thread.ofVirtual()
                .name(loop + " " + key)
                .unstarted(() -> ScopedValue.where(current, key).run(() -> pass(key)));
        long begin = System.nanoTime();
        pass.start();
        try {
            if (!pass.join(passDeadline)) {
                counters.timeouts.increment();
                log.warn("{} {}: a pass took longer than {} and is interrupted", loop, key, passDeadline);
                pass.interrupt();
                pass.join();
            }
        } catch (InterruptedException e) {
            pass.interrupt();
            pass.join(ControllerLoop.STOP_TIMEOUT);
            throw e;
        } finally {
            counters.passes.increment();
            counters.busyNanos.add(System.nanoTime() - begin);
        }
    }

    /** Does it, and meanwhile the calling pass takes no place in its lane; any other caller just does it. */
    void whileAside(Runnable waiting) {
        if (!current.isBound()) {
            waiting.run();
            return;
        }
        String key = current.get();
        queue.stepAside(key);
        try {
            waiting.run();
        } finally {
            queue.stepBack(key);
        }
    }

    private void pass(String key) {
        try {
            settle(key, reconciler.reconcile(key));
        } catch (Throwable failure) {
            settle(key, failure);
        }
    }

    private void settle(String key, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done() -> backoff.reset(key);
            case Outcome.After(Duration delay) -> {
                backoff.reset(key);
                queue.addAfter(key, delay);
            }
            case Outcome.Retry(String reason) -> {
                Duration wait = backoff.next(key);
                log.info("{} {}: again in {}: {}", loop, key, wait, reason);
                queue.hold(key, wait);
            }
            case Outcome.Terminal(String reason) -> {
                backoff.reset(key);
                log.warn("{} {}: given up until it changes: {}", loop, key, reason);
            }
        }
    }

    private void settle(String key, Throwable failure) {
        Duration wait = backoff.next(key);
        queue.hold(key, wait);
        if (failure instanceof ApiCallException call && call.conflict()) {
            counters.conflicts.increment();
            return;
        }
        counters.failures.increment();
        switch (failure) {
            case InterruptedException e -> log.debug("{} {}: interrupted", loop, key);
            case ApiCallException e -> log.warn("{} {}: again in {}: {}", loop, key, wait, e.getMessage());
            default -> log.error("{} {}: again in {}", loop, key, wait, failure);
        }
    }
}
