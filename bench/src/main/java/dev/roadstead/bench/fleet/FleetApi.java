package dev.roadstead.bench.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.bench.http.JsonApi;
import dev.roadstead.testkit.fleet.SimulatedFleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What a user does with a fleet: registers its engines as Nodes, applies Applications, and waits. Used by one thread. */
final class FleetApi {
    private static final String APPLICATIONS = "/apis/roadstead.dev/v1/namespaces/default/applications";
    private static final String NODES = "/apis/roadstead.dev/v1/nodes";
    private static final int REPLICAS = 200;
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private final JsonApi api;

    FleetApi(JsonApi api) {
        this.api = api;
    }

    /** Returns when all nodes are ready. */
    void register(SimulatedFleet fleet) throws IOException, InterruptedException {
        for (int i = 0; i < fleet.engines().size(); i++) {
            api.create(NODES, """
                    {"apiVersion": "roadstead.dev/v1", "kind": "Node", "metadata": {"name": "node-%d"},
                     "spec": {"connection": {"unix": {"path": "%s"}}}}
                    """.formatted(i, fleet.engines().get(i).socket()));
        }
        await("nodes are ready", () -> readyNodes() == fleet.engines().size());
    }

    private long readyNodes() {
        long ready = 0;
        for (JsonNode node : items(NODES)) {
            for (JsonNode condition : node.path("status").path("conditions")) {
                boolean is = condition.path("type").asText().equals("Ready")
                        && condition.path("status").asText().equals("True");
                ready += is ? 1 : 0;
            }
        }
        return ready;
    }

    /** Applications {@code app-0}, {@code app-1}, … of 200 containers each. */
    void deploy(int containers, String image) throws IOException {
        for (int made = 0; made < containers; made += REPLICAS) {
            api.create(APPLICATIONS, """
                    {"apiVersion": "roadstead.dev/v1", "kind": "Application", "metadata": {"name": "app-%d"},
                     "spec": {"replicas": %d, "template": {"image": "%s",
                      "resources": {"requests": {"cpu": "100m", "memory": "64Mi"}}}}}
                    """.formatted(made / REPLICAS, Math.min(REPLICAS, containers - made), image));
        }
    }

    /** Merges a patch into the first of them. */
    void patch(String patch) throws IOException {
        api.patch(APPLICATIONS + "/app-0", patch);
    }

    void deleteFirst() throws IOException {
        api.delete(APPLICATIONS + "/app-0");
    }

    /** Sum of a number in all Applications' status. */
    long sum(String field) {
        long sum = 0;
        for (JsonNode application : items(APPLICATIONS)) {
            sum += application.path("status").path(field).asLong();
        }
        return sum;
    }

    private JsonNode items(String collection) {
        try {
            return api.get(collection).path("items");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every write is one revision. */
    long revision() throws IOException {
        return api.get("/api/v1/namespaces")
                .path("metadata")
                .path("resourceVersion")
                .asLong();
    }

    static void await(String what, BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(what + ": not within " + LIMIT);
            }
            Thread.sleep(Duration.ofMillis(200));
        }
    }
}
