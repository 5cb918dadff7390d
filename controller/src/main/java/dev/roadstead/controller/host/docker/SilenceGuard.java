package dev.roadstead.controller.host.docker;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/**
 * Closes a connection when the other side lets a call wait too long. Only the time inside {@link #await} counts: whoever
 * reads a stream slowly is not to blame the engine for it. One caller; the guard itself is a sleeping virtual thread.
 */
final class SilenceGuard implements AutoCloseable {
    private static final long IDLE = 0;
    private static final int LOOKS = 4;

    private final Closeable connection;
    private final Duration limit;
    private final Thread thread;
    private volatile long waitingSince = IDLE;
    private volatile boolean expired;

    /** Something that may block. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws IOException;
    }

    /** Something that may block, and returns nothing. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    SilenceGuard(Closeable connection, Duration limit) {
        this.connection = connection;
        this.limit = limit;
        this.thread = Thread.ofVirtual().name("docker-silence").start(this::watch);
    }

    /** @throws IOException what the call threw, or that the engine was silent for too long */
    <T> T await(Call<T> call) throws IOException {
        waitingSince = System.nanoTime() | 1; // never IDLE
        try {
            return call.run();
        } catch (IOException e) {
            throw expired ? new IOException("the engine was silent for " + limit.toMillis() + " ms", e) : e;
        } finally {
            waitingSince = IDLE;
        }
    }

    /** The same for what returns nothing. */
    void awaitDone(Step step) throws IOException {
        await(() -> {
            step.run();
            return true;
        });
    }

    private void watch() {
        try {
            while (!expired) {
                Thread.sleep(limit.dividedBy(LOOKS));
                long since = waitingSince;
                if (since != IDLE && System.nanoTime() - since > limit.toNanos()) {
                    expired = true;
                    Deadline.closeQuietly(connection);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
