package dev.roadstead.controller.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.WatchStream.Event;
import dev.roadstead.controller.testing.FakeApi;
import dev.roadstead.controller.testing.FakeApi.StreamEnd;
import dev.roadstead.model.ConfigMap;
import dev.roadstead.model.ResourceType;
import dev.roadstead.testkit.Eventually;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpWatchStreamTest {
    private static final String MAPS = "/api/v1/namespaces/shop/configmaps";
    private static final ResourceType<ConfigMap> TYPE = ResourceType.CONFIG_MAP;
    private static final ClientTimeouts TIMEOUTS =
            new ClientTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10));

    private final FakeApi api = new FakeApi();
    private final HttpApiClient client = new HttpApiClient(api.kubeconfig(), TIMEOUTS);

    @AfterEach
    void close() {
        client.close();
        api.close();
    }

    @Test
    void changesComeInOrderAndAtOnce() {
        try (WatchStream<ConfigMap> stream = client.watch(TYPE, "1")) {
            put("a", "1");
            assertThat(stream.next())
                    .isInstanceOfSatisfying(
                            Event.Changed.class,
                            event -> assertThat(event.resourceVersion()).isEqualTo("2"));
            put("a", "2");
            api.remove(MAPS, "a");
            assertThat(stream.next()).isInstanceOf(Event.Changed.class);
            assertThat(stream.next())
                    .isInstanceOfSatisfying(
                            Event.Deleted.class,
                            event -> assertThat(event.resourceVersion()).isEqualTo("4"));
        }
    }

    @Test
    void asksForBookmarksAndForAnEnd() {
        try (WatchStream<ConfigMap> stream = client.watch(TYPE, "1")) {
            assertThat(stream).isNotNull();
        }
        assertThat(api.requests().getFirst().query())
                .contains("watch=true", "allowWatchBookmarks=true", "resourceVersion=1")
                .containsPattern("timeoutSeconds=[3-6][0-9]{2}$");
    }

    @Test
    void anOrderlyEndIsNull() {
        try (WatchStream<ConfigMap> stream = client.watch(TYPE, "1")) {
            put("a", "1");
            stream.next();
            api.endStreams(StreamEnd.ORDERLY);

            assertThat(stream.next()).isNull();
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    void aCutAndAHalfFrameAreBreaks() {
        for (StreamEnd end : new StreamEnd[] {StreamEnd.CUT, StreamEnd.HALF_FRAME}) {
            try (WatchStream<ConfigMap> stream = client.watch(TYPE, "1")) {
                put("a", end.name());
                stream.next();
                api.endStreams(end);

                assertThatThrownBy(() -> {
                            while (stream.next() != null) {
                                // Changes that came before the end.
                            }
                        })
                        .as("%s", end)
                        .isInstanceOfSatisfying(
                                ApiCallException.class,
                                e -> assertThat(e.code()).isEqualTo(0));
            }
        }
    }

    @Test
    void anOldRevisionIsExpired() {
        put("a", "1");
        api.compact();
        try (WatchStream<ConfigMap> stream = client.watch(TYPE, "1")) {
            assertThatThrownBy(stream::next)
                    .isInstanceOfSatisfying(
                            ApiCallException.class, e -> assertThat(e.expired()).isTrue());
        }
    }

    @Test
    void aRefusedWatchSaysWhy() {
        api.refuseNext(403, null);

        assertThatThrownBy(() -> client.watch(TYPE, "1"))
                .isInstanceOfSatisfying(
                        ApiCallException.class, e -> assertThat(e.code()).isEqualTo(403))
                .hasMessageContaining("refused by the test");
    }

    @Test
    void silenceIsABreak() {
        ClientTimeouts hasty = new ClientTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(100));
        try (HttpApiClient impatient = new HttpApiClient(api.kubeconfig(), hasty);
                WatchStream<ConfigMap> stream = impatient.watch(TYPE, "1")) {
            assertThatThrownBy(stream::next).hasMessageContaining("nothing came for PT0.1S");
        }
    }

    @Test
    void closingEndsAWaitingReader() throws InterruptedException {
        WatchStream<ConfigMap> stream = client.watch(TYPE, "1");
        AtomicBoolean ended = new AtomicBoolean();
        Thread reader = Thread.ofPlatform().start(() -> ended.set(stream.next() == null));
        Eventually.await("the reader waits", () -> reader.getState() == Thread.State.TIMED_WAITING);

        stream.close();
        reader.join();

        assertThat(ended).isTrue();
    }

    private void put(String name, String value) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.putObject("data").put("value", value);
        api.put(MAPS, name, object);
    }
}
