package dev.roadstead.controller.host.docker;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The moment by which something must be over.
 *
 * @param endNanos on the scale of System.nanoTime
 */
public record Deadline(long endNanos) {
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Time left, zero when it has passed. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    boolean passed() {
        return endNanos - System.nanoTime() <= 0;
    }

    /**
     * Closes the resource when the deadline passes before the guard is closed, which ends blocked reads and writes of it.
     * The guard is a parked virtual thread: there is no scheduler to own, and a blocking close holds up nobody else.
     */
    public Guard guard(Closeable resource) {
        return new Guard(resource, remaining());
    }

    /** Watches over one piece of work; see {@link Deadline#guard}. */
    public static final class Guard implements AutoCloseable {
        private final AtomicBoolean settled = new AtomicBoolean();
        private final Thread thread;

        private Guard(Closeable resource, Duration time) {
            thread = Thread.ofVirtual().name("docker-deadline").start(() -> closeAfter(resource, time));
        }

        private void closeAfter(Closeable resource, Duration time) {
            try {
                Thread.sleep(time);
            } catch (InterruptedException e) {
                return; // by close(): the work was over in time
            }
            if (settled.compareAndSet(false, true)) {
                closeQuietly(resource);
            }
        }

        /** For work that lasts until somebody ends it: closes this guard, and then the resource. */
        public Closeable andThenClose(Closeable resource) {
            return () -> {
                close();
                resource.close();
            };
        }

        /** After this returns the guard no longer touches the resource. */
        @Override
        public void close() {
            settled.set(true);
            thread.interrupt();
        }
    }

    /** For resources that are given up anyway: how closing them went changes nothing. */
    static void closeQuietly(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // given up
        }
    }
}
