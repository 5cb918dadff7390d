package dev.roadstead.bench.routing;

import dev.roadstead.bench.load.Latencies;
import dev.roadstead.bench.report.Figures;
import dev.roadstead.bench.report.Goal;
import dev.roadstead.bench.report.Machine;
import dev.roadstead.bench.report.TextReport;
import java.time.InstantSource;
import java.util.List;

/** {@code make bench-routing}: Domains with three containers each, one of which becomes ready or leaves at a time. */
public final class BenchRouting {
    private static final int RUNS = 3;
    private static final int CHANGES = 2_000;
    private static final List<Goal> GOALS = List.of(new Goal("health change until served, p99", false, 50));

    private BenchRouting() {}

    /** Argument: the number of Domains. */
    public static void main(String[] arguments) throws Exception {
        int domains = Integer.parseInt(arguments[0]);
        Machine machine = Machine.now(InstantSource.system());
        Figures figures = new Figures();
        for (int run = 0; run <= RUNS; run++) {
            try (RoutedFleet fleet = new RoutedFleet(domains)) {
                Latencies.Recorder served = new Latencies.Recorder();
                int size = fleet.ask();
                long cpu = ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElseThrow()
                        .toNanos();
                for (int change = 0; change < CHANGES; change++) {
                    long start = System.nanoTime();
                    fleet.flip(change);
                    fleet.askUntilItDiffers();
                    served.add(System.nanoTime() - start);
                }
                long spent = ProcessHandle.current()
                                .info()
                                .totalCpuDuration()
                                .orElseThrow()
                                .toNanos()
                        - cpu;
                if (run == 0) {
                    continue; // compiles
                }
                Latencies latencies = Latencies.of(List.of(served));
                figures.add("health change until served, p50", latencies.millis(0.5), "ms");
                figures.add("health change until served, p99", latencies.millis(0.99), "ms");
                figures.add("size of the configuration", size / 1e3, "kB");
                figures.add("CPU per change, edge included", spent / 1e6 / CHANGES, "ms");
            }
        }
        System.out.println(TextReport.of(machine, figures, GOALS));
    }
}
