package dev.roadstead.bench;

import dev.roadstead.bench.http.Target;
import dev.roadstead.bench.load.ClosedLoop;
import dev.roadstead.bench.peer.RoadsteadServer;
import dev.roadstead.bench.scenario.BenchKind;
import dev.roadstead.bench.scenario.RoadsteadClients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Keeps a fresh server busy with one kind of request and prints each few seconds the rate, and what a request costs its JVM
 * in CPU time, which says more than the rate on a machine that others use too. For a profiler to look at.
 */
public final class Drive {
    private static final Duration STEP = Duration.ofSeconds(5);

    private Drive() {}

    /** Arguments: the launcher's folder; creates or gets; the clients of each step of five seconds. */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        String what = arguments[1];
        List<Integer> steps =
                Stream.of(arguments[2].split(",", -1)).map(Integer::valueOf).toList();
        Path folder = Files.createTempDirectory("roadstead-drive");
        try (RoadsteadServer server = RoadsteadServer.start(home, folder.resolve("roadstead"))) {
            Target admin = server.admin();
            BenchKind.install(admin);
            System.out.println("server process " + server.pid());
            ClosedLoop.runTimes(1, 1, RoadsteadClients.creates(admin, "default-bench", "one"));
            for (int step = 0; step < steps.size(); step++) {
                ClosedLoop.Connector connector = what.equals("creates")
                        ? RoadsteadClients.creates(admin, "default-bench", "drive-" + step)
                        : RoadsteadClients.gets(admin, BenchKind.collection("default-bench") + "/one-0-0");
                Duration spentBefore = server.cpuTime();
                ClosedLoop.Outcome outcome = ClosedLoop.runFor(steps.get(step), STEP, connector);
                Duration spent = server.cpuTime().minus(spentBefore);
                System.out.printf(
                        Locale.ROOT,
                        "%d clients: %.0f/s  p50 %.2f ms  p99 %.2f ms  %.0f us of the JVM's CPU a request%n",
                        steps.get(step),
                        outcome.perSecond(),
                        outcome.latencies().millis(0.5),
                        outcome.latencies().millis(0.99),
                        spent.toNanos() / 1e3 / outcome.latencies().count());
            }
        } finally {
            Folders.delete(folder);
        }
    }
}
