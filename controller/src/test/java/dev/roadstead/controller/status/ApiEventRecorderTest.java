package dev.roadstead.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.controller.testing.FakeApi;
import dev.roadstead.model.ConfigMap;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiEventRecorderTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String EVENTS = "/api/v1/namespaces/shop/events";

    private final AtomicLong nanos = new AtomicLong();
    private final FakeApi api = new FakeApi();
    private final HttpApiClient client = new HttpApiClient(api.kubeconfig());
    private final ApiEventRecorder recorder = newRecorder();

    @AfterEach
    void close() {
        recorder.close();
        client.close();
        api.close();
    }

    @Test
    void anEventSaysWhatHappenedToWhat() {
        recorder.warning(ResourceType.CONFIG_MAP, map("shop", "web"), "PullFailed", "The image is not to be had.");
        recorder.sendDue();

        ObjectNode event = onlyEvent();
        assertThat(event.path("metadata").path("name").asText()).matches("web\\.[0-9a-f]{16}");
        assertThat(event.path("metadata").path("namespace").asText()).isEqualTo("shop");
        assertThat(event.path("involvedObject")).hasToString("""
                {"apiVersion":"v1","kind":"ConfigMap","name":"web","uid":"uid-web","namespace":"shop",\
                "resourceVersion":"7"}""");
        assertThat(event.path("type").asText()).isEqualTo("Warning");
        assertThat(event.path("reason").asText()).isEqualTo("PullFailed");
        assertThat(event.path("message").asText()).isEqualTo("The image is not to be had.");
        assertThat(event.path("source").path("component").asText()).isEqualTo("roadstead");
        assertThat(event.path("reportingComponent").asText()).isEqualTo("roadstead");
        assertThat(event.path("count").asInt()).isEqualTo(1);
        assertThat(event.path("firstTimestamp").asText()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void eventsAboutClusterScopedObjectsAreInTheDefaultNamespace() {
        recorder.normal(ResourceType.CONFIG_MAP, map(null, "local"), "Connected", "The engine answers.");
        recorder.sendDue();

        assertThat(onlyEvent().path("metadata").path("namespace").asText()).isEqualTo("default");
        assertThat(onlyEvent().path("involvedObject").has("namespace")).isFalse();
    }

    @Test
    void repeatsRaiseTheCountAtMostOnceInTenSeconds() {
        for (int i = 0; i < 5; i++) {
            recorder.normal(ResourceType.CONFIG_MAP, map("shop", "web"), "Started", "It runs.");
            recorder.sendDue();
        }
        assertThat(onlyEvent().path("count").asInt()).isEqualTo(1);

        advance(Duration.ofSeconds(10));
        recorder.sendDue();

        assertThat(onlyEvent().path("count").asInt()).isEqualTo(5);
        assertThat(onlyEvent().path("lastTimestamp").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(api.requests()).hasSize(2);
    }

    @Test
    void whatAnEarlierProcessToldIsCountedOn() {
        recorder.normal(ResourceType.CONFIG_MAP, map("shop", "web"), "Started", "It runs.");
        recorder.sendDue();
        ApiEventRecorder restarted = newRecorder();
        restarted.normal(ResourceType.CONFIG_MAP, map("shop", "web"), "Started", "It runs.");
        restarted.normal(ResourceType.CONFIG_MAP, map("shop", "web"), "Started", "It runs.");
        restarted.sendDue();

        assertThat(onlyEvent().path("count").asInt()).isEqualTo(3);
    }

    @Test
    void anEventThatTheServerHasForgottenIsToldAnew() {
        recorder.normal(ResourceType.CONFIG_MAP, map("shop", "web"), "Started", "It runs.");
        recorder.sendDue();
        api.remove(EVENTS, onlyEvent().path("metadata").path("name").asText());
        advance(Duration.ofSeconds(20));
        recorder.normal(ResourceType.CONFIG_MAP, map("shop", "web"), "Started", "It runs.");
        recorder.sendDue();

        assertThat(onlyEvent().path("count").asInt()).isEqualTo(1);
    }

    @Test
    void aServerThatIsAwayGetsTheEventLater() {
        api.refuseNext(500, null);
        recorder.normal(ResourceType.CONFIG_MAP, map("shop", "web"), "Started", "It runs.");
        recorder.sendDue();
        assertThat(api.all("events")).isEmpty();

        recorder.normal(ResourceType.CONFIG_MAP, map("shop", "web"), "Started", "It runs.");
        recorder.sendDue();
        assertThat(api.requests()).as("it waits before it tries again").hasSize(1);
        advance(Duration.ofSeconds(1));
        recorder.sendDue();

        assertThat(onlyEvent().path("count").asInt()).isEqualTo(2);
    }

    @Test
    void anEventThatIsRefusedIsDropped() {
        api.refuseNext(403, null);
        recorder.normal(ResourceType.CONFIG_MAP, map("shop", "web"), "Started", "It runs.");
        recorder.sendDue();

        assertThat(recorder.dropped()).isEqualTo(1);
        assertThat(api.all("events")).isEmpty();
    }

    @Test
    void theOldestIsDroppedWhenThereAreTooMany() {
        for (int i = 0; i < ApiEventRecorder.CAPACITY + 3; i++) {
            recorder.normal(ResourceType.CONFIG_MAP, map("shop", "web-" + i), "Started", "It runs.");
        }
        assertThat(recorder.dropped()).isEqualTo(3);
        recorder.sendDue();

        assertThat(api.all("events"))
                .hasSize(ApiEventRecorder.CAPACITY)
                .noneMatch(event -> List.of("web-0", "web-1", "web-2")
                        .contains(event.path("involvedObject").path("name").asText()));
    }

    @Test
    void aVeryLongMessageIsCut() {
        recorder.normal(ResourceType.CONFIG_MAP, map("shop", "web"), "Started", "x".repeat(5_000));
        recorder.sendDue();

        assertThat(onlyEvent().path("message").asText()).hasSize(1024).endsWith("…");
    }

    @Test
    void onceStartedItSendsByItself() {
        recorder.start();
        recorder.normal(ResourceType.CONFIG_MAP, map("shop", "web"), "Started", "It runs.");

        Eventually.await("the event is there", () -> !api.all("events").isEmpty());
    }

    private ApiEventRecorder newRecorder() {
        return new ApiEventRecorder(client, () -> START.plusNanos(nanos.get()), nanos::get);
    }

    private ObjectNode onlyEvent() {
        List<ObjectNode> events = api.all("events");
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    private void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static ConfigMap map(@Nullable String namespace, String name) {
        return new ConfigMap(
                new ObjectMeta(
                        name, namespace, "uid-" + name, "7", 1, START, null, Map.of(), Map.of(), List.of(), List.of()),
                Map.of());
    }
}
