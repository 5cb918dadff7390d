package dev.roadstead.controller.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.testing.FakeApi;
import dev.roadstead.model.ConfigMap;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.testkit.Eventually;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpApiClientTest {
    private static final String MAPS = "/api/v1/namespaces/shop/configmaps";
    private static final ResourceType<ConfigMap> TYPE = ResourceType.CONFIG_MAP;
    private static final ClientTimeouts SHORT =
            new ClientTimeouts(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofSeconds(5));

    private final JsonMapper mapper = new JsonMapper();
    private final FakeApi api = new FakeApi();
    private final HttpApiClient client = new HttpApiClient(api.kubeconfig());

    @AfterEach
    void close() {
        client.close();
        api.close();
    }

    @Test
    void whatIsCreatedIsFoundListedPatchedAndDeleted() {
        ConfigMap created = client.create(TYPE, map("web", Map.of("a", "1")));
        assertThat(client.find(TYPE, "shop", "web")).contains(created);
        assertThat(client.list(TYPE).items()).containsExactly(created);

        ConfigMap patched = client.patch(TYPE, "shop", "web", json("{'data':{'a':null,'b':'2'}}"));
        assertThat(patched.data()).containsExactly(Map.entry("b", "2"));
        assertThat(client.list(TYPE).resourceVersion())
                .isEqualTo(patched.metadata().resourceVersion());

        client.delete(TYPE, "shop", "web", patched.metadata().requireUid());
        assertThat(client.find(TYPE, "shop", "web")).isEmpty();
    }

    @Test
    void aCreatedObjectSaysWhatItIs() {
        client.create(TYPE, map("web", Map.of()));

        JsonNode body = json(api.requests("POST").getFirst().body());
        assertThat(body.path("apiVersion").asText()).isEqualTo("v1");
        assertThat(body.path("kind").asText()).isEqualTo("ConfigMap");
        assertThat(body.has("data")).as("empty collections are not written").isFalse();
    }

    @Test
    void refusalsCarryCodeAndReason() {
        client.create(TYPE, map("web", Map.of()));

        assertThat(failure(() -> client.create(TYPE, map("web", Map.of()))).alreadyExists())
                .isTrue();
        assertThat(failure(() -> client.delete(TYPE, "shop", "web", "another")).conflict())
                .isTrue();
        assertThat(failure(() -> client.delete(TYPE, "shop", "none", "uid")).notFound())
                .isTrue();
        assertThat(failure(() -> client.patch(TYPE, "shop", "none", json("{}"))))
                .hasMessage("PATCH " + MAPS + "/none: 404 NotFound: none not found");
    }

    @Test
    void aRefusalWithRetryAfterIsRepeated() {
        api.refuseNext(503, 0);
        api.refuseNext(429, 0);

        assertThat(client.create(TYPE, map("web", Map.of())).metadata().name()).isEqualTo("web");
        assertThat(api.requests("POST")).hasSize(3);
    }

    @Test
    void aRefusalIsNotRepeatedWithoutRetryAfterNorBeyondTheDeadline() {
        api.refuseNext(503, null);
        assertThat(failure(() -> client.list(TYPE)).code()).isEqualTo(503);

        api.refuseNext(503, 60);
        assertThat(failure(() -> client.list(TYPE)).mayPass()).isTrue();
        assertThat(api.requests("GET")).hasSize(2);
    }

    @Test
    void aServerThatDoesNotAnswerIsNotWaitedForBeyondTheDeadline() {
        api.delayNext(Duration.ofSeconds(30), 200);
        try (HttpApiClient hasty = new HttpApiClient(api.kubeconfig(), SHORT)) {
            assertThat(failure(() -> hasty.list(TYPE)))
                    .hasMessageContaining("no answer within PT0.3S")
                    .extracting(ApiCallException::code)
                    .isEqualTo(0);
        }
    }

    @Test
    void aServerThatIsNotThereIsNoAnswer() {
        Kubeconfig nobody = new Kubeconfig(URI.create("http://127.0.0.1:1"), null, "t");
        try (HttpApiClient lost = new HttpApiClient(nobody, SHORT)) {
            assertThat(failure(() -> lost.list(TYPE)).code()).isEqualTo(0);
        }
    }

    @Test
    void anInterruptEndsACallAndIsKept() throws InterruptedException {
        api.delayNext(Duration.ofSeconds(30), 200);
        AtomicReference<ApiCallException> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            thrown.set(failure(() -> client.list(TYPE)));
            flag.set(Thread.currentThread().isInterrupted());
        });
        Eventually.await("the call is under way", () -> !api.requests().isEmpty());

        caller.interrupt();
        caller.join();

        assertThat(thrown.get()).hasMessageContaining("interrupted");
        assertThat(flag).hasValue(true);
    }

    @Test
    void listsAreReadInPages() {
        int count = 2 * HttpApiClient.PAGE + 1;
        for (int i = 1; i < count; i++) {
            api.put(MAPS, "map-" + i, mapper.createObjectNode());
        }
        ConfigMap last = client.create(TYPE, map("last", Map.of()));
        assertThat(client.list(TYPE).items())
                .extracting(ConfigMap::key)
                .doesNotHaveDuplicates()
                .hasSize(count);
        assertThat(client.list(TYPE).resourceVersion())
                .isEqualTo(last.metadata().resourceVersion());
        assertThat(api.requests("GET"))
                .hasSize(6)
                .allMatch(request -> request.query().startsWith("limit="));
    }

    @Test
    void pagesThatAreOvertakenByWritesAreReadAnewButNotForever() {
        int count = HttpApiClient.PAGE + 1;
        for (int i = 0; i < count; i++) {
            api.put(MAPS, "map-" + i, mapper.createObjectNode());
        }
        api.expirePages(2);
        assertThat(client.list(TYPE).items())
                .extracting(ConfigMap::key)
                .doesNotHaveDuplicates()
                .hasSize(count);
        assertThat(api.requests("GET")).hasSize(6);

        api.expirePages(3);
        assertThat(failure(() -> client.list(TYPE)).expired()).isTrue();
    }

    @Test
    void anObjectThatFitsNoRecordDoesNotHideTheOthers() {
        api.put(MAPS, "good", (ObjectNode) json("{'data':{'a':'1'}}"));
        api.put(MAPS, "odd", (ObjectNode) json("{'data':['no map']}"));

        assertThat(client.list(TYPE).items()).extracting(ConfigMap::key).containsExactly("shop/good");
        assertThat(failure(() -> client.find(TYPE, "shop", "odd"))).hasMessageContaining("shop/odd");
    }

    @Test
    void namesCannotLeadToOtherPaths() {
        assertThat(client.find(TYPE, "shop", "../secrets/web")).isEmpty();
        assertThat(api.requests().getLast().path()).isEqualTo(MAPS + "/..%2Fsecrets%2Fweb");
        for (String name : List.of("..", ".", "")) {
            assertThat(failure(() -> client.find(TYPE, "shop", name)).invalid()).isTrue();
        }
    }

    @Test
    void clusterScopedKindsHaveNoNamespaceInTheirPath() {
        assertThat(client.find(ResourceType.NODE, "", "local")).isEmpty();
        assertThat(api.requests().getLast().path()).isEqualTo("/apis/roadstead.dev/v1/nodes/local");
    }

    @Test
    void aWrongTokenIsRefusedAndNotShown() {
        Kubeconfig wrong = new Kubeconfig(api.kubeconfig().server(), null, "wrong-secret");
        try (HttpApiClient stranger = new HttpApiClient(wrong)) {
            assertThat(failure(() -> stranger.list(TYPE)))
                    .hasMessageNotContaining("wrong-secret")
                    .extracting(ApiCallException::code)
                    .isEqualTo(401);
        }
    }

    private static ApiCallException failure(Runnable call) {
        AtomicReference<ApiCallException> thrown = new AtomicReference<>();
        assertThatThrownBy(call::run).isInstanceOfSatisfying(ApiCallException.class, thrown::set);
        return thrown.get();
    }

    private static ConfigMap map(String name, Map<String, String> data) {
        return new ConfigMap(ObjectMeta.toCreate("shop", name, Map.of(), List.of(), List.of()), data);
    }

    private JsonNode json(String text) {
        try {
            return mapper.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
