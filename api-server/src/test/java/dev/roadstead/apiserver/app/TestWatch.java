package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The lines of one watch, read by a thread of its own. */
final class TestWatch implements AutoCloseable {
    private final HttpResponse<InputStream> response;
    private final BlockingQueue<Optional<ObjectNode>> events = new LinkedBlockingQueue<>();

    private TestWatch(HttpResponse<InputStream> response) {
        this.response = response;
    }

    static TestWatch open(TestApi api, String path, String accept) {
        try {
            return open(api, api.request(path).header("Accept", accept).build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TestWatch open(TestApi api, HttpRequest request) throws IOException {
        try {
            TestWatch watch = new TestWatch(api.client().send(request, HttpResponse.BodyHandlers.ofInputStream()));
            assertThat(watch.response.statusCode()).isEqualTo(200);
            Thread.ofVirtual().start(watch::read);
            return watch;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The next event; fails after 10 s. */
    ObjectNode next() {
        return poll().orElseThrow(() -> new AssertionError("the watch ended"));
    }

    /** The next event, of this type and about this object. */
    ObjectNode next(String type, String name) {
        ObjectNode event = next();
        assertThat(event.path("type").asText()).as(event.toString()).isEqualTo(type);
        assertThat(event.at("/object/metadata/name").asText())
                .as(event.toString())
                .isEqualTo(name);
        return event;
    }

    /** Waits for the clean end of the watch; fails on another event or after 10 s. */
    void expectEnd() {
        assertThat(poll()).isEmpty();
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<ObjectNode> poll() {
        try {
            Optional<ObjectNode> event = events.poll(10, TimeUnit.SECONDS);
            assertThat(event).as("an event within 10 s").isNotNull();
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (var reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                events.add(Optional.of(TestApi.parse(line)));
            }
            events.add(Optional.empty());
        } catch (IOException closed) {
            // By close(), or broken off: then no end is queued and whoever waits for it fails.
        }
    }
}
