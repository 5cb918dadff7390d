package dev.roadstead.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes SIGTERM and SIGINT end the process in order: the waiting thread is told, gets a limited time to close what it
 * holds, and the exit code is 0 instead of the signal's.
 */
final class StopSignal {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

    private final Duration limit;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean stoppedCleanly;
    private @Nullable Thread starting;

    /** One that nothing has been connected to yet. */
    StopSignal(Duration limit) {
        this.limit = limit;
    }

    /** What can take long, and is not worth to be finished once all is to stop. */
    @FunctionalInterface
    interface Start<T> {
        @Nullable
        T run() throws InterruptedException;
    }

    /** From now on signals are caught. */
    static StopSignal install(Duration limit) {
        StopSignal signal = new StopSignal(limit);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(signal::endProcess));
        return signal;
    }

    /** Waits for a signal. */
    void await() throws InterruptedException {
        asked.await();
    }

    /** Waits for a signal, but not longer; whether one came. */
    boolean await(Duration atMost) throws InterruptedException {
        return asked.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Runs it on this thread, which a signal interrupts.
     *
     * @return null, whatever became of it, once a signal has come and it has not ended well
     */
    <T> @Nullable T unlessAsked(Start<T> start) throws InterruptedException {
        begin(Thread.currentThread());
        try {
            return start.run();
        } catch (InterruptedException | RuntimeException e) {
            if (!isAsked()) {
                throw e;
            }
            LOG.info("stopping before everything had started: {}", e.toString());
            return null;
        } finally {
            end();
        }
    }

    /** What a signal does: whoever waits for it is told, and what starts is interrupted. */
    synchronized void ask() {
        asked.countDown();
        if (starting != null) {
            starting.interrupt();
        }
    }

    private synchronized void begin(Thread thread) {
        starting = thread;
        if (isAsked()) {
            thread.interrupt();
        }
    }

    private synchronized void end() {
        starting = null;
        if (isAsked()) {
            // It was meant for the start; closing has to wait for what it closes.
            boolean _ = Thread.interrupted();
        }
    }

    private boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Everything is closed; {@code cleanly} if it was a signal that ended it. */
    void finished(boolean cleanly) {
        stoppedCleanly = cleanly;
        finished.countDown();
    }

    /** Runs as a shutdown hook, which is the one place from which the exit code of a signal can be changed. */
    private void endProcess() {
        ask();
        boolean inTime = awaitFinished();
        if (!inTime) {
            System.err.println("roadstead: not everything stopped within " + limit.toSeconds()
                    + " s; leaving the rest to the next start");
            Runtime.getRuntime().halt(ExitCode.FAILED);
        }
        if (stoppedCleanly) {
            Runtime.getRuntime().halt(ExitCode.OK);
        }
    }

    private boolean awaitFinished() {
        try {
            return finished.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
