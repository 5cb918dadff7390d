package dev.roadstead.controller.client;

import dev.roadstead.model.Resource;
import org.jspecify.annotations.Nullable;

/** An open watch. One thread reads; any thread may close it, which ends a blocked {@link #next}. */
public interface WatchStream<T extends Resource> extends AutoCloseable {
    /**
     * Waits for the next event; null when the stream ended in an orderly way.
     *
     * @throws ApiCallException if the connection broke, or the revision is too old ({@link ApiCallException#expired})
     */
    @Nullable
    Event<T> next();

    @Override
    void close();

    /** One event of a watch. */
    sealed interface Event<T> {
        /** The revision to continue from. */
        String resourceVersion();

        /** The object exists and looks like this. */
        record Changed<T>(T object, String resourceVersion) implements Event<T> {}

        /** The object is gone; this was its last state. */
        record Deleted<T>(T object, String resourceVersion) implements Event<T> {}

        /** Nothing happened up to this revision. */
        record Bookmark<T>(String resourceVersion) implements Event<T> {}
    }
}
