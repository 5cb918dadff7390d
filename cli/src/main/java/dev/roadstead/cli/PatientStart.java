package dev.roadstead.cli;

import dev.roadstead.controller.client.ApiCallException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts what needs the API server, again and again while that has no answer: a server that serves does not end for it. */
final class PatientStart {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(PatientStart.class);

    private final Stop stop;

    PatientStart(Stop stop) {
        this.stop = stop;
    }

    /** Waits until everything is to stop, but not longer; whether it is. */
    @FunctionalInterface
    interface Stop {
        boolean await(Duration atMost) throws InterruptedException;
    }

    /** Leaves nothing behind when it throws. */
    @FunctionalInterface
    interface Starter<T> {
        T start() throws InterruptedException;
    }

    /**
     * Returns what was started; null when everything is to stop.
     *
     * @param what is started, for the log
     * @throws ApiCallException if the API server has answered, and asking it again cannot help; if this thread was interrupted
     */
    <T> @Nullable T of(String what, Starter<T> starter) throws InterruptedException {
        do {
            try {
                return starter.start();
            } catch (ApiCallException e) {
                if (!e.mayPass() || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LOG.warn("the {} cannot start yet; trying again in {} s: {}", what, PAUSE.toSeconds(), e.getMessage());
            }
        } while (!stop.await(PAUSE));
        return null;
    }
}
