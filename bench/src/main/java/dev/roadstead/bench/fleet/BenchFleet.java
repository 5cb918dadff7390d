package dev.roadstead.bench.fleet;

import dev.roadstead.bench.Folders;
import dev.roadstead.bench.report.Figures;
import dev.roadstead.bench.report.Goal;
import dev.roadstead.bench.report.Machine;
import dev.roadstead.bench.report.TextReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** {@code make bench-fleet}: one run on a fleet of simulated engines, then the table. */
public final class BenchFleet {
    private BenchFleet() {}

    /** Arguments: the launcher's folder, nodes, containers on each, and {@code --no-idle} to stop when all run. */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        int nodes = Integer.parseInt(arguments[1]);
        int each = Integer.parseInt(arguments[2]);
        boolean idle = !List.of(arguments).contains("--no-idle");
        Machine machine = Machine.now(InstantSource.system());
        Figures figures = new Figures();
        // Under /tmp: the name of a Unix socket has at most 107 bytes.
        Path folder = Files.createTempDirectory(Path.of("/tmp"), "rsf");
        try {
            new FleetRun(home, folder, nodes, each, idle, figures, System.out).measure();
        } finally {
            Folders.delete(folder);
        }
        System.out.println();
        System.out.println(TextReport.of(machine, figures, Goal.OF_FLEET));
    }
}
