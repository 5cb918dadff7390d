package dev.roadstead.controller.host.docker;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

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

    /** Gives up what links have in common; those that are open end. Links of most transports have nothing in common. */
    default void close() {}

    /** One open stream pair. Closing it from another thread ends reads and writes with an IOException. */
    interface Link extends Closeable {
        InputStream input();

        OutputStream output();
    }
}
