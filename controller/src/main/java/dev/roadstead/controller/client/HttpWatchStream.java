package dev.roadstead.controller.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.model.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A watch as JSON lines over HTTP. */
final class HttpWatchStream<T extends Resource> implements WatchStream<T> {
    /** Twice the largest object that a server stores, and then some for escapes. */
    private static final int MAX_LINE_BYTES = 8 << 20;

    private final String path;
    private final ByteFeed feed;
    private final Duration idle;
    private final ObjectReading reading;
    private final Class<T> javaType;
    private final Deque<byte[]> lines = new ArrayDeque<>();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

    HttpWatchStream(String path, ByteFeed feed, Duration idle, ObjectReading reading, Class<T> javaType) {
        this.path = path;
        this.feed = feed;
        this.idle = idle;
        this.reading = reading;
        this.javaType = javaType;
    }

    @Override
    public @Nullable Event<T> next() {
        try {
            byte[] line = nextLine();
            return line == null ? null : event(line);
        } catch (IOException e) {
            throw new ApiCallException(0, "", "watch of " + path + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiCallException(0, "", "watch of " + path + ": interrupted", e);
        }
    }

    @Override
    public void close() {
        feed.close();
    }

    private byte @Nullable [] nextLine() throws IOException, InterruptedException {
        while (lines.isEmpty()) {
            List<ByteBuffer> bytes = feed.read(idle);
            if (bytes == null) {
                if (partial.size() > 0) {
                    throw new IOException("the stream ended within a frame");
                }
                return null;
            }
            bytes.forEach(this::split);
            if (partial.size() > MAX_LINE_BYTES) {
                throw new IOException("a frame is longer than " + MAX_LINE_BYTES + " bytes");
            }
        }
        return lines.remove();
    }

    private void split(ByteBuffer bytes) {
        byte[] all = new byte[bytes.remaining()];
        bytes.get(all);
        int begin = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == '\n') {
                partial.write(all, begin, i - begin);
                begin = i + 1;
                if (partial.size() > 0) {
                    lines.add(partial.toByteArray());
                    partial.reset();
                }
            }
        }
        partial.write(all, begin, all.length - begin);
    }

    private Event<T> event(byte[] line) throws IOException {
        ObjectReading.Frame<T> frame = reading.frame(line, javaType);
        T object = frame == null ? null : frame.object();
        String revision = object == null || object.metadata() == null
                ? null
                : object.metadata().resourceVersion();
        if (frame == null || object == null || revision == null || revision.isEmpty()) {
            return other(line);
        }
        return switch (String.valueOf(frame.type())) {
            case "ADDED", "MODIFIED" -> new Event.Changed<>(object, revision);
            case "DELETED" -> new Event.Deleted<>(object, revision);
            default -> other(line);
        };
    }

    /** What is no change of an object, or of one that cannot be read. */
    private Event<T> other(byte[] line) throws IOException {
        JsonNode frame = reading.tree(line);
        JsonNode object = frame.path("object");
        String type = frame.path("type").asText();
        if (type.equals("ERROR")) {
            throw new ApiCallException(
                    object.path("code").asInt(),
                    object.path("reason").asText(),
                    "watch of " + path + ": " + object.path("message").asText(),
                    null);
        }
        String revision = object.path("metadata").path("resourceVersion").asText();
        if (revision.isEmpty()) {
            throw new IOException("a frame of type \"" + type + "\" has no resourceVersion");
        }
        T resource = type.equals("BOOKMARK") ? null : reading.object(object, javaType);
        if (resource == null) {
            return new Event.Bookmark<>(revision);
        }
        return switch (type) {
            case "ADDED", "MODIFIED" -> new Event.Changed<>(resource, revision);
            case "DELETED" -> new Event.Deleted<>(resource, revision);
            default -> throw new IOException("a frame has the unknown type \"" + type + "\"");
        };
    }
}
