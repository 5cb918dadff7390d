package dev.roadstead.controller.client;

import java.time.Duration;

/**
 * How long the client waits.
 *
 * @param connect for a connection
 * @param call for the whole answer to a call, repetitions included, and for a watch to open
 * @param watchIdle for a sign of life on an open watch; servers send a bookmark every minute
 */
record ClientTimeouts(Duration connect, Duration call, Duration watchIdle) {
    static final ClientTimeouts DEFAULT =
            new ClientTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(150));
}
