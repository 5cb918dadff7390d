package dev.roadstead.controller.reconcile.usage;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** The way to URLs that users give. Thread-safe; blocks. */
@FunctionalInterface
public interface Outbox {
    /**
     * Posts a body, in UTF-8, and returns the status of the answer; redirects are answers as others.
     *
     * @param within the time for everything
     * @throws IOException if the place may not be called, or did not answer in time; the message has nothing secret
     */
    int post(URI url, Map<String, String> headers, String body, Duration within)
            throws IOException, InterruptedException;
}
