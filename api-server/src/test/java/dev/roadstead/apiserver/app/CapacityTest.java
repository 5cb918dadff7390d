package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that has little memory for objects. */
class CapacityTest {
    private static final long LIMIT = 4 << 20;

    @TempDir
    private static Path directory;

    private static ApiServer server;
    private static TestApi api;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServer.start(config(LIMIT));
        api = TestApi.withNewNamespace(server, "capacity");
    }

    private static ServerConfig config(Long limit) {
        return RunningServer.config(directory)
                .keeping(new StorageConfig(null, Duration.ofMinutes(10), Duration.ofDays(90), limit));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void fill() {
        for (int size : new int[] {1_000_000, 100_000, 10_000, 1_000}) {
            for (int i = 0;
                    i < 10 && create(configMap("full-" + size + "-" + i, size)).status() == 201;
                    i++) {
                settle();
            }
        }
        assertThat(held()).isBetween(LIMIT - 3_000, LIMIT);
    }

    @AfterEach
    void empty() {
        for (String collection : List.of(configMaps(), api.widgets(), leases())) {
            api.delete(collection).expect(200);
        }
        settle();
    }

    @Test
    void creationsAreRefusedUntilSomethingIsDeleted() {
        ObjectNode refused = create(configMap("one-more", 5_000)).expect(507).json();
        assertThat(refused.path("reason").asText()).isEqualTo("InsufficientStorage");
        assertThat(refused.path("code").asInt()).isEqualTo(507);
        assertThat(refused.at("/details/kind").asText()).isEqualTo("configmaps");
        assertThat(refused.path("message").asText())
                .matches("configmaps \"one-more\" cannot be created: objects take [34]\\.[09] MiB of the 4\\.0 MiB of"
                        + " memory that this server has for them, and this would take 5\\.\\d KiB more; delete objects,"
                        + " or start the server with more memory or another --object-memory");
        assertThat(create(configMap("one-more", 5_000)).response().headers().firstValue("Retry-After"))
                .isEmpty();

        create(configMap("full-1000000-0", 5_000)).expect(409);
        api.get(path("full-1000000-0")).expect(200);
        api.get(configMaps()).expect(200);
        api.get("/readyz").expect(200);

        api.delete(path("full-1000000-0")).expect(200);
        settle();
        create(configMap("one-more", 5_000)).expect(201);
    }

    @Test
    void dryRunsAndAppliesTellTheSame() {
        api.post(configMaps() + "?dryRun=All", configMap("dry", 5_000)).expect(507);
        api.patch(path("applied") + "?fieldManager=test", "application/apply-patch+yaml", configMap("applied", 5_000))
                .expect(507);
        api.mergePatch(path("full-1000000-0") + "?dryRun=All", data(1_100_000)).expect(507);
        api.mergePatch(path("full-1000000-0") + "?dryRun=All", data(10)).expect(200);
        api.get(path("applied")).expect(404);
    }

    @Test
    void whatGrowsMuchIsRefusedAndWhatShrinksIsNot() {
        api.mergePatch(path("full-1000000-0"), data(1_100_000)).expect(507);
        JsonNode larger = api.get(path("full-1000000-0")).json();
        ((ObjectNode) larger.path("data")).put("a", "x".repeat(1_100_000));
        api.put(path("full-1000000-0"), larger).expect(507);
        // Not a byte more is no growth.
        api.mergePatch(path("full-1000000-0"), "{\"data\": {\"a\": \"" + "y".repeat(1_000_000) + "\"}}")
                .expect(200);
        api.mergePatch(path("full-1000000-0"), data(900_000)).expect(200);
        settle();
        api.mergePatch(path("full-1000000-0"), data(950_000)).expect(200);
    }

    @Test
    void objectsThatAreThereKeepWorking() {
        api.delete(path("full-100000-0")).expect(200);
        settle();
        api.createWidget("a", "{\"size\": 1}");
        create(configMap("rest", 90_000)).expect(201);
        settle();
        create(configMap("one-more", 20_000)).expect(507);

        api.mergePatch(api.widgets("a", "status"), "{\"status\": {\"phase\": \"" + "p".repeat(3_000) + "\"}}")
                .expect(200);
        api.mergePatch(api.widgets("a"), "{\"metadata\": {\"finalizers\": [\"test/hold\"]}}")
                .expect(200);
        api.delete(api.widgets("a")).expect(200);
        assertThat(api.get(api.widgets("a")).at("/metadata/deletionTimestamp").asText())
                .isNotEmpty();
        api.mergePatch(api.widgets("a"), "{\"metadata\": {\"finalizers\": null}}")
                .expect(200);
        api.get(api.widgets("a")).expect(404);
    }

    @Test
    void smallAdditionsEndWhereTheReserveOfTheServerBegins() {
        int refused = 0;
        for (int i = 0; i < 60 && refused == 0; i++) {
            int status = api.mergePatch(
                            path("full-1000000-0"), "{\"data\": {\"b" + i + "\": \"" + "x".repeat(3_500) + "\"}}")
                    .status();
            settle();
            refused += status == 507 ? 1 : 0;
        }
        assertThat(refused).isEqualTo(1);
        assertThat(held()).isBetween(LIMIT + LIMIT / 50, LIMIT + LIMIT / 40);

        // Controllers still make what they need, but Events are no need.
        asController(configMaps(), configMap("of-the-controllers", 50_000)).expect(201);
        asController("/apis/events.k8s.io/v1/namespaces/" + api.namespace() + "/events", """
                {"apiVersion": "events.k8s.io/v1", "kind": "Event", "metadata": {"name": "e"},
                 "eventTime": "2026-11-22T10:00:00.000000Z", "type": "Normal", "reason": "Tested", "action": "Test",
                 "reportingController": "test.dev/c", "reportingInstance": "i",
                 "regarding": {"kind": "ConfigMap", "namespace": "%s", "name": "a"}}""".formatted(api.namespace()))
                .expect(507);
        settle();
        asController(configMaps(), configMap("too-much", 80_000)).expect(507);
        asController(leases(), """
                {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
                 "metadata": {"name": "l", "annotations": {"a": "%s"}}}""".formatted("x".repeat(80_000))).expect(201);
    }

    @Test
    void manyAtOnceExceedTheLimitByNoMoreThanIsUnderWay() throws Exception {
        api.delete(path("full-1000000-0")).expect(200);
        settle();
        int writers = 8;
        int size = 50_000;
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> created = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                String prefix = "many-" + writer + "-";
                created.add(clients.submit(() -> {
                    int count = 0;
                    while (count < 100
                            && create(configMap(prefix + count, size)).status() == 201) {
                        count++;
                    }
                    return count;
                }));
            }
            int all = 0;
            for (Future<Integer> count : created) {
                all += count.get();
            }
            assertThat(all).isBetween(15, 20 + writers);
        }
        settle();
        assertThat(held()).isLessThanOrEqualTo(LIMIT + (long) writers * (size + 1_000));
    }

    @Test
    void figuresAreForWhoMayReadThem() throws Exception {
        create(configMap("one-more", 5_000)).expect(507);
        String metrics = api.get("/metrics").expect(200).text();
        assertThat(metrics).contains("\nroadstead_object_memory_limit_bytes " + LIMIT + "\n");
        assertThat(metrics).containsPattern("\nroadstead_object_memory_refused_total [1-9]");
        assertThat(api.send(api.anonymous("/metrics").GET()).status()).isEqualTo(403);
        api.post("/metrics", "").expect(405);
    }

    @Test
    void aServerThatStartsWithTooMuchServesAndRefuses() throws Exception {
        restart(LIMIT / 2);
        try {
            assertThat(held()).isGreaterThan(LIMIT / 2 * 105 / 100);
            api.get("/readyz").expect(200);
            api.get(configMaps()).expect(200);
            create(configMap("one-more", 10)).expect(507);
            api.mergePatch(path("full-1000000-0"), "{\"metadata\": {\"finalizers\": [\"test/hold\"]}}")
                    .expect(507);
            for (String name : List.of("full-1000000-0", "full-1000000-1", "full-1000000-2")) {
                api.delete(path(name));
            }
            settle();
            create(configMap("one-more", 10)).expect(201);
        } finally {
            restart(LIMIT);
        }
    }

    @Test
    void aServerBeyondItsReserveMakesItsKeysAndSignsPeopleIn() throws Exception {
        String secrets = "/api/v1/namespaces/roadstead-system/secrets/";
        try {
            api.delete(path("full-1000000-0")).expect(200);
            assertThat(server.bootstrapToken()).isPresent();
            api.delete(secrets + "bootstrap").expect(200);
            api.delete(secrets + "session-keys").expect(200);
            restart(LIMIT / 2);
            assertThat(held()).isGreaterThan(LIMIT / 2 * 105 / 100);
            api.get(secrets + "session-keys").expect(200);
            assertThat(server.bootstrapToken()).isPresent();

            restart(LIMIT);
            TestPeople.Person ada = new TestPeople(api).somebody();
            restart(LIMIT / 2);
            assertThat(held()).isGreaterThan(LIMIT / 2 * 105 / 100);
            TestPeople people = new TestPeople(api);
            TestPeople.Person again = TestPeople.Person.of(
                    people.login(ada.name(), TestPeople.PASSWORD).expect(200).json());
            assertThat(people.whoami(again.access()).path("username").asText()).isEqualTo(ada.name());
            people.refresh(again.refresh()).expect(200);
        } finally {
            restart(LIMIT);
        }
    }

    private static void restart(long limit) throws Exception {
        server.close();
        server = ApiServer.start(config(limit));
        api = new TestApi(server, "capacity", HttpClient.Version.HTTP_2);
    }

    private TestApi.Answer create(String body) {
        return api.post(configMaps(), body);
    }

    private static TestApi.Answer asController(String path, String body) {
        try {
            String token = Files.readString(server.controllerKubeconfig()).replaceAll("(?s).*token: (\\S+).*", "$1");
            return api.send(api.anonymous(path)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A consistent read waits until the cache, which is what is measured, has every write. */
    private static void settle() {
        api.get("/api/v1/namespaces/" + api.namespace()).expect(200);
    }

    private static long held() {
        return Long.parseLong(api.get("/metrics")
                .expect(200)
                .text()
                .replaceAll("(?s).*\nroadstead_object_memory_bytes (\\d+)\n.*", "$1"));
    }

    private static String configMaps() {
        return "/api/v1/namespaces/" + api.namespace() + "/configmaps";
    }

    private static String leases() {
        return "/apis/coordination.k8s.io/v1/namespaces/" + api.namespace() + "/leases";
    }

    private static String path(String name) {
        return configMaps() + "/" + name;
    }

    private static String configMap(String name, int size) {
        return """
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "%s"}, "data": {"a": "%s"}}""".formatted(name, "x".repeat(size));
    }

    private static String data(int size) {
        return "{\"data\": {\"a\": \"" + "x".repeat(size) + "\"}}";
    }
}
