package dev.roadstead.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes SIGTERM and SIGINT end the process in order: the waiting thread is told, gets a limited time to close what it
 * holds, and the exit code is 0 instead of the signal's.
 */
final class StopSignal {
    private final Duration limit;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean stoppedCleanly;

    private StopSignal(Duration limit) {
        this.limit = limit;
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

    /** Everything is closed; {@code cleanly} if it was a signal that ended it. */
    void finished(boolean cleanly) {
        stoppedCleanly = cleanly;
        finished.countDown();
    }

    /** Runs as a shutdown hook, which is the one place from which the exit code of a signal can be changed. */
    private void endProcess() {
        asked.countDown();
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
