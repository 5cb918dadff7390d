package dev.roadstead.controller.host;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * One open pair of streams.
 *
 * @param connection what both belong to; closing it from another thread ends reads and writes with an IOException
 */
public record Link(InputStream input, OutputStream output, Closeable connection) implements Closeable {
    @Override
    public void close() throws IOException {
        connection.close();
    }
}
