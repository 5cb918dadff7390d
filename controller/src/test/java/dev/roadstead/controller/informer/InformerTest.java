package dev.roadstead.controller.informer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.controller.testing.FakeApi;
import dev.roadstead.controller.testing.FakeApi.StreamEnd;
import dev.roadstead.model.ConfigMap;
import dev.roadstead.model.ResourceType;
import dev.roadstead.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class InformerTest {
    private static final String MAPS = "/api/v1/namespaces/shop/configmaps";

    private record Change(
            @Nullable ConfigMap before, @Nullable ConfigMap after) {}

    private final FakeApi api = new FakeApi();
    private final HttpApiClient client = new HttpApiClient(api.kubeconfig());
    private final Informer<ConfigMap> informer = new Informer<>(
            client, ResourceType.CONFIG_MAP, Map.of("value", map -> map.data().values()));
    private final List<Change> changes = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        informer.close();
        client.close();
        api.close();
    }

    @Test
    void whatIsThereIsListedAndWhatChangesFollows() throws InterruptedException {
        put("a", "1");
        start();
        assertThat(informer.lister().all()).extracting(ConfigMap::key).containsExactly("shop/a");

        put("b", "2");
        put("a", "3");
        api.remove(MAPS, "b");
        Eventually.await("all changes are in", () -> changes.size() == 4);

        assertThat(changes.stream().map(InformerTest::describe))
                .containsExactly("null -> a=1", "null -> b=2", "a=1 -> a=3", "b=2 -> null");
        assertThat(informer.lister().byIndex("value", "3")).hasSize(1);
        assertThat(informer.lister().byIndex("value", "1")).isEmpty();
    }

    @Test
    void aWatchThatEndsInAnOrderlyWayIsResumedWithoutAList() throws InterruptedException {
        start();
        put("a", "1");
        Eventually.await("the change is in", () -> changes.size() == 1);
        api.endStreams(StreamEnd.ORDERLY);
        put("a", "2");
        Eventually.await("the change is in", () -> changes.size() == 2);

        assertThat(api.requests().stream().filter(request -> !request.query().contains("watch")))
                .hasSize(1);
    }

    @Test
    void whatWasDeletedWhileNobodyWatchedIsReportedByTheNextList() throws InterruptedException {
        put("kept", "1");
        put("gone", "1");
        start();
        api.refuseNext(500, null);
        api.endStreams(StreamEnd.CUT);
        api.remove(MAPS, "gone");
        api.compact();
        Eventually.await("the deletion is in", () -> changes.size() == 3);

        assertThat(describe(changes.getLast())).isEqualTo("gone=1 -> null");
        assertThat(informer.lister().all()).extracting(ConfigMap::key).containsExactly("shop/kept");
    }

    @Test
    void isSyncedOnlyWhenTheFirstListCame() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            api.refuseNext(500, null);
        }
        put("a", "1");
        informer.start();
        assertThat(informer.awaitSynced(Duration.ofMillis(1))).isFalse();
        assertThat(informer.awaitSynced(Duration.ofSeconds(20))).isTrue();
        assertThat(informer.lister().all()).hasSize(1);
    }

    @Test
    void afterCloseNoHandlerIsCalled() throws InterruptedException {
        start();
        informer.close();
        put("a", "1");

        assertThat(changes).isEmpty();
        assertThatThrownBy(informer::start).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> informer.onChange((before, after) -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closesWhileTheServerDoesNotAnswer() throws InterruptedException {
        api.delayNext(Duration.ofSeconds(60), 200);
        informer.start();
        Eventually.await("the list is under way", () -> !api.requests().isEmpty());
        long begin = System.nanoTime();
        informer.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
    }

    /** Streams are cut, ended, expired and refused while objects change: when it is over, all agree with the server. */
    @RepeatedTest(3)
    void afterChaosTheStateIsTheServers() throws InterruptedException {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Mirror mirror = new Mirror();
        informer.onChange(mirror);
        start();
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 60; i++) {
                disturb(random);
            }
            api.behave();
            List<String> expected = api.all("configmaps").stream()
                    .map(map -> map.at("/metadata/name").asText() + "="
                            + map.at("/data/value").asText())
                    .toList();
            Eventually.await(
                    "what the handlers were told agrees with the server (seed " + seed + ")",
                    () -> mirror.contents().equals(expected));
            assertThat(informer.lister().all().stream().map(InformerTest::describe))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(expected);
        }
        assertThat(mirror.gaps())
                .as("changes whose old state was not the last one (seed %d)", seed)
                .isEmpty();
    }

    private void disturb(RandomGenerator random) {
        String name = "map-" + random.nextInt(20);
        switch (random.nextInt(30)) {
            case 0 -> api.endStreams(StreamEnd.CUT);
            case 1 -> api.endStreams(StreamEnd.HALF_FRAME);
            case 2 -> api.endStreams(StreamEnd.ORDERLY);
            case 3 -> api.compact();
            case 4 -> api.refuseNext(503, random.nextBoolean() ? 0 : null);
            case 5 -> api.delayNext(Duration.ofMillis(20), 500);
            case 6, 7, 8, 9, 10, 11 -> api.remove(MAPS, name);
            default -> put(name, "v" + random.nextInt(5));
        }
        // A pace at which some disturbances meet the same stream and others the next one.
        LockSupport.parkNanos(random.nextInt(2_000_000));
    }

    private void start() throws InterruptedException {
        informer.onChange((before, after) -> changes.add(new Change(before, after)));
        informer.start();
        assertThat(informer.awaitSynced(Duration.ofSeconds(20))).isTrue();
    }

    private void put(String name, String value) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.putObject("data").put("value", value);
        api.put(MAPS, name, object);
    }

    private static String describe(Change change) {
        return describe(change.before()) + " -> " + describe(change.after());
    }

    static String describe(@Nullable ConfigMap map) {
        return map == null ? "null" : map.metadata().name() + "=" + map.data().get("value");
    }
}
