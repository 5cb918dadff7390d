package dev.roadstead.bench.load;

import java.io.IOException;

/** What one client does again and again, on its own connection. Used by one thread. */
public interface Operation extends AutoCloseable {
    /**
     * Does it once and waits for the answer.
     *
     * @throws IOException if the server did not do it
     */
    void run() throws IOException;

    @Override
    void close() throws IOException;
}
