package dev.roadstead.controller.host.docker;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import org.jspecify.annotations.Nullable;

/** The connections to one engine: those in use, and a few that wait for the next call. Thread-safe. */
final class ConnectionPool implements AutoCloseable {
    private static final int MAX_IDLE = 8;

    private final DockerTransport transport;
    private final Duration timeout;
    private final BlockingDeque<HttpConnection> idle = new LinkedBlockingDeque<>(MAX_IDLE);
    private final Set<HttpConnection> busy = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param timeout how long opening one may take at most */
    ConnectionPool(DockerTransport transport, Duration timeout) {
        this.transport = transport;
        this.timeout = timeout;
    }

    /** The one that was used last, which the engine may have closed; null when there is none. */
    @Nullable
    HttpConnection idle() {
        HttpConnection reused = idle.pollFirst();
        if (reused != null) {
            busy.add(reused);
        }
        return reused;
    }

    /** @throws IOException if the engine takes no connection within the deadline */
    HttpConnection open(Deadline deadline) throws IOException {
        Duration left = deadline.remaining();
        HttpConnection connection = new HttpConnection(transport.connect(left.compareTo(timeout) < 0 ? left : timeout));
        busy.add(connection);
        if (closed) {
            discard(connection);
            throw new IOException("the host was closed");
        }
        return connection;
    }

    /** Its answer was read to the end: another call may have it. */
    void release(HttpConnection connection) {
        busy.remove(connection);
        if (!idle.offerFirst(connection) || closed) {
            idle.remove(connection);
            Deadline.closeQuietly(connection);
        }
    }

    void discard(HttpConnection connection) {
        busy.remove(connection);
        Deadline.closeQuietly(connection);
    }

    void dropIdle() {
        for (HttpConnection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            Deadline.closeQuietly(next);
        }
    }

    /** Ends those in use too; none is opened any more. */
    @Override
    public void close() {
        closed = true;
        dropIdle();
        busy.forEach(Deadline::closeQuietly);
    }
}
