package dev.roadstead.bench.converge;

import dev.roadstead.bench.http.JsonApi;
import dev.roadstead.bench.peer.ProcessMeter;
import dev.roadstead.bench.peer.RoadsteadServer;
import dev.roadstead.bench.report.Figures;
import dev.roadstead.testkit.EngineApi;
import dev.roadstead.testkit.OwnEngine;
import dev.roadstead.testkit.TestImages;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Every contender once: up, rolling update, repair, half down, all down. */
final class ConvergeRun {
    private static final int UPDATED_AT_ONCE = 10;
    private static final String BEST_RAW = "raw, best";

    private final Path home;
    private final Path folder;
    private final int containers;
    private final boolean quick;
    private final Figures figures;
    private final PrintStream progress;

    ConvergeRun(Path home, Path folder, int containers, boolean quick, Figures figures, PrintStream progress) {
        this.home = home;
        this.folder = folder;
        this.containers = containers;
        this.quick = quick;
        this.figures = figures;
        this.progress = progress;
    }

    void measure() throws IOException, InterruptedException, TimeoutException {
        try (OwnEngine engine = OwnEngine.start()) {
            TestImages.busybox(engine.socket(), "roadstead-bench/busybox", "1");
            Times raw = raw(engine);
            Times own = roadstead(engine);
            compare("Roadstead", own, raw, true);
            if (Compose.isInstalled()) {
                try (Compose compose = new Compose(engine.socket(), folder)) {
                    compare("Compose", race(compose, engine), own, false);
                }
            }
            try (Swarm swarm = new Swarm(engine.socket())) {
                compare("Swarm", race(swarm, engine), own, false);
            }
        }
    }

    /** Seconds; an update that a contender does not know is not a number. */
    private record Times(double up, double update, double half, double rest) {
        static Times best(List<Times> all) {
            return all.stream()
                    .reduce((one, other) -> new Times(
                            Math.min(one.up, other.up),
                            Math.min(one.update, other.update),
                            Math.min(one.half, other.half),
                            Math.min(one.rest, other.rest)))
                    .orElseThrow();
        }
    }

    private Times raw(OwnEngine engine) throws IOException, InterruptedException, TimeoutException {
        List<Times> all = new ArrayList<>();
        for (int atOnce : quick ? List.of(2) : List.of(2, 4, 8)) {
            try (RawCalls raw = new RawCalls(new EngineApi(engine.socket()), atOnce)) {
                all.add(race(raw, engine));
            }
        }
        Times best = Times.best(all);
        report(BEST_RAW, best);
        return best;
    }

    private Times roadstead(OwnEngine engine) throws IOException, InterruptedException, TimeoutException {
        try (RoadsteadServer server = RoadsteadServer.withControllers(home, folder.resolve("data"), engine.socket());
                JsonApi api = new JsonApi(server.admin())) {
            awaitNode(api);
            ProcessMeter meter = new ProcessMeter(server.pid());
            Roadstead roadstead = new Roadstead(api);
            // What the JVM compiles once is not a cost of each container, and a figure of its own.
            warmUp(roadstead, engine);
            double cpu = meter.cpuSeconds();
            return race(roadstead, engine, () -> {
                awaitReady(roadstead);
                figures.add(
                        "Roadstead, CPU per container that came up",
                        1000 * (meter.cpuSeconds() - cpu) / containers,
                        "ms");
                idle(server, meter);
            });
        }
    }

    private void warmUp(Roadstead roadstead, OwnEngine engine)
            throws IOException, InterruptedException, TimeoutException {
        try (EngineEvents events = new EngineEvents(engine.socket())) {
            long begin = System.nanoTime();
            roadstead.scale(containers);
            events.await("start", containers, limit());
            figures.add("Roadstead, just started: " + containers + " up", (System.nanoTime() - begin) / 1e9, "s");
            roadstead.scale(0);
            events.await("destroy", containers, limit());
        }
        while (roadstead.exists()) {
            Thread.sleep(50);
        }
    }

    private void idle(RoadsteadServer server, ProcessMeter meter) throws IOException, InterruptedException {
        Duration time = Duration.ofSeconds(quick ? 5 : 20);
        double before = meter.cpuSeconds();
        Thread.sleep(time);
        figures.add(
                "Roadstead, idle, share of a processor", 100 * (meter.cpuSeconds() - before) / time.toSeconds(), "%");
        figures.add("Roadstead, resident memory", server.residentBytes() / 1e6, "MB");
    }

    private static void awaitNode(JsonApi api) throws IOException, InterruptedException {
        // A list, because the server answers before its controllers have made the node.
        String path = "/apis/roadstead.dev/v1/nodes";
        while (!api.get(path).findValues("conditions").toString().contains("\"True\"")) {
            Thread.sleep(50);
        }
    }

    private void awaitReady(Roadstead roadstead) throws IOException, InterruptedException {
        while (!roadstead.isReady(containers)) {
            Thread.sleep(20);
        }
    }

    /** What else is measured while all containers are up. */
    private interface WhileUp {
        void run() throws IOException, InterruptedException;
    }

    private Times race(Contender contender, OwnEngine engine)
            throws IOException, InterruptedException, TimeoutException {
        return race(contender, engine, () -> {});
    }

    private Times race(Contender contender, OwnEngine engine, WhileUp whileUp)
            throws IOException, InterruptedException, TimeoutException {
        progress.println("  " + contender.name());
        try (EngineEvents events = new EngineEvents(engine.socket())) {
            long begin = System.nanoTime();
            contender.scale(containers);
            events.await("start", containers, limit());
            double up = since(begin);
            whileUp.run();
            if (contender.repairs()) {
                Repairs.measure(contender.name(), new EngineApi(engine.socket()), events, quick ? 3 : 10, figures);
            }
            double update = contender instanceof Compose ? Double.NaN : update(contender, events);
            int gone = events.of(contender.gone());
            begin = System.nanoTime();
            contender.scale(containers / 2);
            events.await(contender.gone(), gone + containers - containers / 2, limit());
            double half = since(begin);
            begin = System.nanoTime();
            contender.scale(0);
            events.await(contender.gone(), gone + containers, limit());
            Times times = new Times(up, update, half, since(begin));
            report(contender.name(), times);
            return times;
        }
    }

    private double update(Contender contender, EngineEvents events)
            throws IOException, InterruptedException, TimeoutException {
        int started = events.of("start");
        int gone = events.of(contender.gone());
        long begin = System.nanoTime();
        contender.update(containers, UPDATED_AT_ONCE);
        events.await("start", started + containers, limit());
        events.await(contender.gone(), gone + containers, limit());
        return since(begin);
    }

    private void report(String name, Times times) {
        figures.add(name + ": " + containers + " up", times.up(), "s");
        figures.add(name + ": rolling update of " + containers + " by " + UPDATED_AT_ONCE, times.update(), "s");
        figures.add(name + ": down to " + containers / 2, times.half(), "s");
        figures.add(name + ": the rest removed", times.rest(), "s");
    }

    /** Roadstead's times as multiples of raw's, and others' as multiples of Roadstead's. */
    private void compare(String name, Times times, Times base, boolean toRaw) {
        String to = toRaw ? " / raw" : " / Roadstead";
        figures.add("up: " + name + to, times.up() / base.up(), "");
        figures.add("rolling update: " + name + to, times.update() / base.update(), "");
        figures.add(
                "scale down and delete: " + name + to, (times.half() + times.rest()) / (base.half() + base.rest()), "");
    }

    private static Duration limit() {
        return Duration.ofMinutes(10);
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
