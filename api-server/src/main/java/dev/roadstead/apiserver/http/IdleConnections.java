package dev.roadstead.apiserver.http;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections on which nothing is under way for a while. The server's own idle timeout cannot be used for that: it
 * takes a quiet watch for an idle connection. Thread-safe.
 */
final class IdleConnections {
    private static final int SHUTDOWN_SECONDS = 5;

    private final Map<HttpConnection, Use> connections = new ConcurrentHashMap<>();
    private final long limitNanos;

    /** How many requests are under way, and since when there were none. */
    private record Use(int requests, long sinceNanos) {}

    IdleConnections(Duration limit) {
        this.limitNanos = limit.toNanos();
    }

    void opened(HttpConnection connection) {
        connections.put(connection, new Use(0, System.nanoTime()));
        connection.closeHandler(closed -> connections.remove(connection));
    }

    void requestBegins(HttpConnection connection) {
        count(connection, 1);
    }

    void requestEnds(HttpConnection connection) {
        count(connection, -1);
    }

    private void count(HttpConnection connection, int change) {
        connections.computeIfPresent(connection, (ignored, use) -> new Use(use.requests() + change, System.nanoTime()));
    }

    /** To be called from time to time. */
    void closeIdle() {
        long now = System.nanoTime();
        connections.forEach((connection, use) -> {
            if (use.requests() == 0 && now - use.sinceNanos() > limitNanos) {
                connection.shutdown(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
            }
        });
    }
}
