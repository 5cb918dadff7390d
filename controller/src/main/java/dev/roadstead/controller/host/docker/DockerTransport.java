package dev.roadstead.controller.host.docker;

import dev.roadstead.controller.host.Dialer;
import dev.roadstead.controller.host.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A way to one Docker engine: a unix socket, TCP, TLS, an SSH channel. Thread-safe. */
public interface DockerTransport {
    /**
     * Opens a new stream pair.
     *
     * @throws IOException if the engine cannot be reached, or not within the timeout
     */
    Link connect(Duration timeout) throws IOException;

    /** The engine's address, for messages. */
    String address();

    /** The way to the networks of the engine's machine; empty when there is none. */
    default Optional<Dialer> dialer() {
        return Optional.empty();
    }

    /** Gives up what links have in common; those that are open end. Links of most transports have nothing in common. */
    default void close() {}
}
