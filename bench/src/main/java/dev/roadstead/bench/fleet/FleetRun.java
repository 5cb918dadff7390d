package dev.roadstead.bench.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.bench.http.JsonApi;
import dev.roadstead.bench.peer.ProcessMeter;
import dev.roadstead.bench.peer.RoadsteadServer;
import dev.roadstead.bench.report.Figures;
import dev.roadstead.testkit.fleet.Behaviour;
import dev.roadstead.testkit.fleet.SimulatedFleet;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A fleet of simulated engines, the real server with its controllers in a process of its own, and many Applications. */
final class FleetRun {
    private static final String IMAGE = "app:1";
    private static final String APPLICATIONS = "/apis/roadstead.dev/v1/namespaces/default/applications";
    private static final String NODES = "/apis/roadstead.dev/v1/nodes";
    private static final int REPLICAS = 200;
    private static final Duration LIMIT = Duration.ofMinutes(20);
    /** Until what was begun is finished and compiled. */
    private static final Duration REST = Duration.ofSeconds(40);

    private static final Duration IDLE = Duration.ofSeconds(20);

    private final Path home;
    private final Path folder;
    private final int nodes;
    private final int containers;
    private final Figures figures;
    private final PrintStream progress;
    private double nextProgress;

    FleetRun(Path home, Path folder, int nodes, int each, Figures figures, PrintStream progress) {
        this.home = home;
        this.folder = folder;
        this.nodes = nodes;
        this.containers = nodes * each;
        this.figures = figures;
        this.progress = progress;
    }

    void measure() throws IOException, InterruptedException {
        try (SimulatedFleet fleet = SimulatedFleet.start(
                        Files.createDirectory(folder.resolve("e")), nodes, Set.of(IMAGE), Behaviour.INSTANT);
                RoadsteadServer server =
                        RoadsteadServer.withControllers(home, folder.resolve("data"), folder.resolve("none.sock"));
                JsonApi api = new JsonApi(server.admin())) {
            measure(fleet, server, api);
            if (!fleet.unknownCalls().isEmpty()) {
                throw new IOException("the simulated engines do not know " + fleet.unknownCalls());
            }
        }
    }

    private void measure(SimulatedFleet fleet, RoadsteadServer server, JsonApi api)
            throws IOException, InterruptedException {
        ProcessMeter meter = new ProcessMeter(server.pid());
        register(api, fleet);
        long emptyHeap = meter.liveHeap();
        long revision = revision(api);
        double cpu = meter.cpuSeconds();
        double database = meter.cpuSecondsOfChildren();
        long begin = System.nanoTime();
        deploy(api);
        await("containers run", () -> {
            tellProgress(fleet.running(), since(begin));
            return fleet.running() >= containers;
        });
        double seconds = since(begin);
        figures.add("containers", containers, "");
        figures.add("all of them run after", seconds, "s");
        figures.add("containers converged", containers / seconds, "/s");
        await("the API says so", () -> isAvailable(api));
        figures.add("all of them are reported after", since(begin), "s");
        figures.add("CPU of the server per container", 1000 * (meter.cpuSeconds() - cpu) / containers, "ms");
        figures.add(
                "CPU of PostgreSQL per container", 1000 * (meter.cpuSecondsOfChildren() - database) / containers, "ms");
        figures.add("API writes per container", (double) (revision(api) - revision) / containers, "");
        figures.add("heap per container", (meter.liveHeap() - emptyHeap) / 1024.0 / containers, "KiB");
        Thread.sleep(REST);
        figures.add("resident memory of the server", server.residentBytes() / 1e6, "MB");
        double before = meter.cpuSeconds();
        Thread.sleep(IDLE);
        figures.add("idle, share of a processor", 100 * (meter.cpuSeconds() - before) / IDLE.toSeconds(), "%");
    }

    private void tellProgress(int running, double seconds) {
        if (seconds >= nextProgress) {
            nextProgress = seconds + 5;
            progress.printf("  %,d of %,d containers run after %.0f s%n", running, containers, seconds);
        }
    }

    private void register(JsonApi api, SimulatedFleet fleet) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        for (int i = 0; i < nodes; i++) {
            api.create(NODES, """
                    {"apiVersion": "roadstead.dev/v1", "kind": "Node", "metadata": {"name": "node-%d"},
                     "spec": {"connection": {"unix": {"path": "%s"}}}}
                    """.formatted(i, fleet.engines().get(i).socket()));
        }
        await("nodes are ready", () -> ready(api) == nodes);
        figures.add("nodes ready after", since(begin), "s");
    }

    private static long ready(JsonApi api) {
        long ready = 0;
        for (JsonNode node : items(api, NODES)) {
            for (JsonNode condition : node.path("status").path("conditions")) {
                boolean is = condition.path("type").asText().equals("Ready")
                        && condition.path("status").asText().equals("True");
                ready += is ? 1 : 0;
            }
        }
        return ready;
    }

    private void deploy(JsonApi api) throws IOException {
        for (int made = 0; made < containers; made += REPLICAS) {
            api.create(APPLICATIONS, """
                    {"apiVersion": "roadstead.dev/v1", "kind": "Application", "metadata": {"name": "app-%d"},
                     "spec": {"replicas": %d, "template": {"image": "%s",
                      "resources": {"requests": {"cpu": "100m", "memory": "64Mi"}}}}}
                    """.formatted(made / REPLICAS, Math.min(REPLICAS, containers - made), IMAGE));
        }
    }

    private boolean isAvailable(JsonApi api) {
        long available = 0;
        for (JsonNode application : items(api, APPLICATIONS)) {
            available += application.path("status").path("availableReplicas").asLong();
        }
        return available >= containers;
    }

    private static Iterable<JsonNode> items(JsonApi api, String collection) {
        try {
            return api.get(collection).path("items");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every write is one revision. */
    private static long revision(JsonApi api) throws IOException {
        return api.get("/api/v1/namespaces")
                .path("metadata")
                .path("resourceVersion")
                .asLong();
    }

    private static void await(String what, BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(what + ": not within " + LIMIT);
            }
            Thread.sleep(Duration.ofMillis(200));
        }
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
