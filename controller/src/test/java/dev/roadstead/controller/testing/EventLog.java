package dev.roadstead.controller.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.roadstead.controller.testing.FakeApi.StreamEnd;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fake server's changes by revision, and the streams of them. Thread-safe. */
final class EventLog {
    private record Entry(long revision, String plural, String frame) {}

    private final List<Entry> entries = new ArrayList<>();
    private long revision = 1;
    private long oldest = 1;

    /** How often streams were ended; a stream ends when it sees a newer one than it began with. */
    private long ends;

    private StreamEnd how = StreamEnd.ORDERLY;

    synchronized long revision() {
        return revision;
    }

    /** Gives the object its revision. */
    synchronized void append(String type, String plural, ObjectNode object) {
        revision++;
        object.withObject("/metadata").put("resourceVersion", Long.toString(revision));
        entries.add(new Entry(revision, plural, frame(type, object)));
        notifyAll();
    }

    synchronized void compact() {
        entries.clear();
        oldest = revision;
        notifyAll();
    }

    synchronized void end(StreamEnd how) {
        this.how = how;
        ends++;
        notifyAll();
    }

    /** Sends what comes after a revision until the stream is ended. */
    void stream(HttpExchange exchange, String plural, long after) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.flush();
        long begin = ends();
        long sent = after;
        while (true) {
            if (expired(sent)) {
                send(out, expiredFrame());
                out.close();
                return;
            }
            List<Entry> next = await(plural, sent, begin);
            if (next.isEmpty() && !expired(sent)) {
                finish(out);
                return;
            }
            for (Entry entry : next) {
                send(out, entry.frame());
                sent = entry.revision();
            }
        }
    }

    private synchronized long ends() {
        return ends;
    }

    private synchronized boolean expired(long after) {
        return after < oldest;
    }

    /** Entries of the kind after a revision; empty when the stream is to end or they are forgotten. */
    private synchronized List<Entry> await(String plural, long after, long begin) throws IOException {
        while (ends == begin && after >= oldest) {
            List<Entry> found = entries.stream()
                    .filter(entry -> entry.revision() > after && entry.plural().equals(plural))
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
            pause();
        }
        return List.of();
    }

    private void finish(OutputStream out) throws IOException {
        switch (how()) {
            case ORDERLY -> out.close();
            case EXPIRED -> {
                send(out, expiredFrame());
                out.close();
            }
            case HALF_FRAME -> {
                out.write("{\"type\":\"ADDED\",\"obj".getBytes(StandardCharsets.UTF_8));
                out.close();
            }
            // The server closes the connection of a handler that throws.
            case CUT -> throw new IOException("cut by the test");
            case SILENCE -> {
                long begin = ends();
                synchronized (this) {
                    while (ends == begin) {
                        pause();
                    }
                }
            }
        }
    }

    private synchronized StreamEnd how() {
        return how;
    }

    /** Returns after a change, or for no reason: callers check their condition in a loop. */
    @SuppressWarnings("WaitNotInLoop")
    private synchronized void pause() throws IOException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the test has ended", e);
        }
    }

    private static void send(OutputStream out, String frame) throws IOException {
        out.write((frame + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String frame(String type, @Nullable ObjectNode object) {
        ObjectNode frame = JsonNodeFactory.instance.objectNode().put("type", type);
        frame.set("object", object);
        return frame.toString();
    }

    private static String expiredFrame() {
        return frame(
                "ERROR",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("kind", "Status")
                        .put("code", 410)
                        .put("reason", "Expired")
                        .put("message", "too old resource version"));
    }
}
