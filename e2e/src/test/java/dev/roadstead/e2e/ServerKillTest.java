package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * I1 and I2 for the whole server: it is killed with -9 under load again and again. What was acknowledged is there, an
 * increment under a precondition is never lost nor made twice, and a watcher that goes on from the revision that it saw
 * last is told everything once and in order; the audit log has a record of each, in a chain that is whole. {@code -Dtorture.kills=N} makes it longer (make torture-store).
 */
class ServerKillTest {
    private static final int KILLS = Integer.getInteger("torture.kills", 2);
    private static final int WRITERS = 6;
    private static final int BETWEEN_KILLS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OBJECTS = "/api/v1/namespaces/default/configmaps";
    private static final String JSON = "application/json";
    private static final String COUNTER = "counter";
    private static final String AUDIT = "/apis/roadstead.dev/v1/auditevents";

    private final JsonMapper mapper = new JsonMapper();
    private final Ledger ledger = new Ledger();
    private final Queue<Integer> increments = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    @Test
    void nothingAcknowledgedIsLostAndNoEventEither(@TempDir Path directory) throws Exception {
        try (ServerProcess server = new ServerProcess(directory.resolve("data"), "--no-controllers").start();
                RawApi api = new RawApi(server.kubeconfig());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String start = api.call("GET", OBJECTS, JSON, "")
                    .body()
                    .at("/metadata/resourceVersion")
                    .asText();
            create(api, COUNTER);
            Future<?> watcher = threads.submit(() -> watch(api, start));
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                String object = "object-" + i;
                create(api, object);
                writers.add(threads.submit(() -> write(api, object)));
            }
            for (int kill = 1; kill <= KILLS; kill++) {
                awaitWrites(kill * BETWEEN_KILLS);
                server.kill();
                server.start();
                api.readAddress();
            }
            awaitWrites((KILLS + 1) * BETWEEN_KILLS);
            stopped = true;
            for (Future<?> writer : writers) {
                writer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }

            Map<String, Integer> present = present(api);
            Eventually.await("the watcher has seen the last states", PATIENCE, () -> {
                assertThat(watcher.isDone()).as("watching ended").isFalse();
                return present.entrySet().stream().allMatch(it -> ledger.hasSeen(it.getKey(), it.getValue()));
            });
            watcher.cancel(true);
            ledger.check(present);
            assertThat(increments).as("acknowledged increments").doesNotHaveDuplicates();
            assertThat(present.get(COUNTER))
                    .isBetween(increments.size(), increments.size() + ledger.unansweredWrites());
            assertThat(ledger.unansweredWrites())
                    .as("writes under way when the server was killed")
                    .isPositive();
            checkAudit(api);
        }
    }

    /** The chain is whole, and has a record of each write that was acknowledged and of none that was not made. */
    private void checkAudit(RawApi api) throws Exception {
        JsonNode chain = api.call("GET", AUDIT + "/verification", JSON, "").body();
        assertThat(chain.path("intact").asBoolean()).as(chain.toString()).isTrue();
        int lost = ledger.unansweredWrites();
        for (Map.Entry<String, Integer> written : ledger.acknowledged().entrySet()) {
            String selector = "request.name%3D" + written.getKey() + ",request.verb%3Dpatch,outcome.code%3D200";
            JsonNode records = api.call("GET", AUDIT + "?fieldSelector=" + selector, JSON, "")
                    .body();
            assertThat(records.path("items").size())
                    .as("audit records of " + written.getKey())
                    .isBetween(written.getValue(), written.getValue() + lost);
        }
    }

    private void awaitWrites(int writes) {
        Eventually.await(writes + " acknowledged writes", PATIENCE, () -> ledger.acknowledgedWrites() >= writes);
    }

    private void create(RawApi api, String name) throws Exception {
        String body = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + name
                + "\"},\"data\":{\"n\":\"0\"}}";
        assertThat(api.call("POST", OBJECTS, JSON, body).status()).isEqualTo(201);
    }

    /** Values of its own object go up by one with each try, whatever became of the one before. */
    private @Nullable Void write(RawApi api, String object) throws InterruptedException {
        for (int n = 1; !stopped; n++) {
            String patch = "{\"data\":{\"n\":\"" + n + "\"}}";
            try {
                RawApi.Answer answer = api.call("PATCH", OBJECTS + "/" + object, "application/merge-patch+json", patch);
                if (answer.status() == 200) {
                    ledger.acknowledge(object, n);
                } else {
                    ledger.lose();
                }
                increment(api);
            } catch (IOException e) {
                ledger.lose();
                Thread.sleep(10); // not a wait for anything: a dead server refuses at once
            }
        }
        return null;
    }

    private void increment(RawApi api) throws IOException, InterruptedException {
        JsonNode counter = api.call("GET", OBJECTS + "/" + COUNTER, JSON, "").body();
        int next = counter.at("/data/n").asInt() + 1;
        String version = counter.at("/metadata/resourceVersion").asText();
        if (version.isEmpty()) {
            return; // an error of a server that is starting or stopping
        }
        String body = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + COUNTER
                + "\",\"resourceVersion\":\"" + version + "\"},\"data\":{\"n\":\"" + next + "\"}}";
        RawApi.Answer answer = api.call("PUT", OBJECTS + "/" + COUNTER, JSON, body);
        if (answer.status() == 200) {
            increments.add(next);
        } else if (answer.status() != 409) {
            ledger.lose();
        }
    }

    /** Returns only when it is told something that it must not be told. */
    private @Nullable Void watch(RawApi api, String start) throws InterruptedException {
        long revision = Long.parseLong(start);
        while (true) {
            try {
                HttpResponse<InputStream> response = api.watch(OBJECTS + "?watch=true&resourceVersion=" + revision);
                try (BufferedReader events =
                        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                    for (String line = events.readLine(); line != null; line = events.readLine()) {
                        JsonNode event = mapper.readTree(line);
                        JsonNode metadata = event.at("/object/metadata");
                        long next = metadata.path("resourceVersion").asLong();
                        if (event.path("type").asText().equals("ERROR") || next <= revision) {
                            throw new AssertionError("after revision " + revision + ": " + line);
                        }
                        revision = next;
                        ledger.see(
                                metadata.path("name").asText(),
                                event.at("/object/data/n").asInt());
                    }
                }
            } catch (IOException e) {
                Thread.sleep(10); // not a wait for anything: a dead server refuses at once
            }
        }
    }

    private static Map<String, Integer> present(RawApi api) throws Exception {
        Map<String, Integer> values = new HashMap<>();
        for (JsonNode item : api.call("GET", OBJECTS, JSON, "").body().path("items")) {
            values.put(item.at("/metadata/name").asText(), item.at("/data/n").asInt());
        }
        return values;
    }
}
