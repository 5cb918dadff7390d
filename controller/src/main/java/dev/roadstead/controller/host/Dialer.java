package dev.roadstead.controller.host;

import java.io.IOException;
import java.time.Duration;

/** Opens TCP connections as an engine's machine sees them: to containers, by their addresses in its bridges. Thread-safe. */
@FunctionalInterface
public interface Dialer {
    /**
     * Connects.
     *
     * @param lifetime after which the connection ends by itself, whether it was made by then or not
     * @throws java.net.ConnectException if nothing accepts connections there
     */
    Link dial(String address, int port, Duration lifetime) throws IOException;
}
