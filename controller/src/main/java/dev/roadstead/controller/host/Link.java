package dev.roadstead.controller.host;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;

/** One open pair of streams. Closing it from another thread ends reads and writes with an IOException. */
public interface Link extends Closeable {
    InputStream input();

    OutputStream output();
}
