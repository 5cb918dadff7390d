package dev.roadstead.bench.fleet;

import dev.roadstead.bench.http.JsonApi;
import dev.roadstead.bench.peer.ProcessMeter;
import dev.roadstead.bench.peer.RoadsteadServer;
import dev.roadstead.bench.report.Figures;
import dev.roadstead.testkit.fleet.Behaviour;
import dev.roadstead.testkit.fleet.SimulatedFleet;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** A fleet of simulated engines, the real server with its controllers in a process of its own, and many Applications. */
final class FleetRun {
    private static final String IMAGE = "app:1";
    /** Until what was begun is finished and compiled. */
    private static final Duration REST = Duration.ofSeconds(40);

    private static final Duration IDLE = Duration.ofSeconds(20);

    private final Path home;
    private final Path folder;
    private final int nodes;
    private final int containers;
    private final Figures figures;
    private final PrintStream progress;
    private final boolean idle;
    private double nextProgress;

    /** @param idle whether it is measured afterwards what the fleet costs while nothing happens */
    FleetRun(Path home, Path folder, int nodes, int each, boolean idle, Figures figures, PrintStream progress) {
        this.home = home;
        this.folder = folder;
        this.nodes = nodes;
        this.containers = nodes * each;
        this.figures = figures;
        this.progress = progress;
        this.idle = idle;
    }

    void measure() throws IOException, InterruptedException {
        try (SimulatedFleet fleet = SimulatedFleet.start(
                        Files.createDirectory(folder.resolve("e")), nodes, Set.of(IMAGE), Behaviour.INSTANT);
                RoadsteadServer server =
                        RoadsteadServer.withControllers(home, folder.resolve("data"), folder.resolve("none.sock"));
                JsonApi api = new JsonApi(server.admin())) {
            measure(fleet, server, new FleetApi(api));
            if (!fleet.unknownCalls().isEmpty()) {
                throw new IOException("the simulated engines do not know " + fleet.unknownCalls());
            }
        }
    }

    private void measure(SimulatedFleet fleet, RoadsteadServer server, FleetApi api)
            throws IOException, InterruptedException {
        ProcessMeter meter = new ProcessMeter(server.pid());
        long registering = System.nanoTime();
        api.register(fleet);
        figures.add("nodes ready after", since(registering), "s");
        long emptyHeap = meter.liveHeap();
        long revision = api.revision();
        Map<String, Long> calls = fleet.calls();
        double cpu = meter.cpuSeconds();
        double database = meter.cpuSecondsOfChildren();
        long begin = System.nanoTime();
        api.deploy(containers, IMAGE);
        FleetApi.await("containers run", () -> {
            tellProgress(fleet.running(), since(begin));
            return fleet.running() >= containers;
        });
        double seconds = since(begin);
        figures.add("containers", containers, "");
        figures.add("all of them run after", seconds, "s");
        figures.add("containers converged", containers / seconds, "/s");
        FleetApi.await("the API says so", () -> api.sum("availableReplicas") >= containers);
        figures.add("all of them are reported after", since(begin), "s");
        figures.add("CPU of the server per container", 1000 * (meter.cpuSeconds() - cpu) / containers, "ms");
        figures.add(
                "CPU of PostgreSQL per container", 1000 * (meter.cpuSecondsOfChildren() - database) / containers, "ms");
        figures.add("API writes per container", (double) (api.revision() - revision) / containers, "");
        addCalls(calls, fleet.calls());
        figures.add("heap per container", (meter.liveHeap() - emptyHeap) / 1024.0 / containers, "KiB");
        if (idle) {
            measureIdle(server, meter);
        }
    }

    private void measureIdle(RoadsteadServer server, ProcessMeter meter) throws IOException, InterruptedException {
        Thread.sleep(REST);
        figures.add("resident memory of the server", server.residentBytes() / 1e6, "MB");
        double before = meter.cpuSeconds();
        Thread.sleep(IDLE);
        figures.add("idle, share of a processor", 100 * (meter.cpuSeconds() - before) / IDLE.toSeconds(), "%");
    }

    private void addCalls(Map<String, Long> before, Map<String, Long> after) {
        after.forEach((kind, count) -> {
            double each = (double) (count - before.getOrDefault(kind, 0L)) / containers;
            if (each >= 0.1) {
                figures.add("engine calls per container: " + kind, each, "");
            }
        });
    }

    private void tellProgress(int running, double seconds) {
        if (seconds >= nextProgress) {
            nextProgress = seconds + 5;
            progress.printf("  %,d of %,d containers run after %.0f s%n", running, containers, seconds);
        }
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
