package dev.roadstead.bench.converge;

import dev.roadstead.bench.Folders;
import dev.roadstead.bench.report.Figures;
import dev.roadstead.bench.report.Goal;
import dev.roadstead.bench.report.JsonReport;
import dev.roadstead.bench.report.Machine;
import dev.roadstead.bench.report.TextReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** {@code make bench-converge}: all contenders on engines of their own, then the table and the JSON. */
public final class BenchConverge {
    static final String IMAGE = "roadstead-bench/busybox:1";

    private BenchConverge() {}

    /** Arguments: the launcher's folder; the JSON file; optionally {@code --quick}, {@code --runs=N}, {@code --containers=N}. */
    public static void main(String[] arguments) throws Exception {
        List<String> options = List.of(arguments).subList(2, arguments.length);
        boolean quick = options.contains("--quick");
        int runs = number(options, "--runs=", quick ? 1 : 3);
        int containers = number(options, "--containers=", quick ? 10 : 50);
        Machine machine = Machine.now(InstantSource.system());
        Figures figures = new Figures();
        for (int run = 1; run <= runs; run++) {
            System.out.println("run " + run + " of " + runs);
            // Under /tmp: the name of a Unix socket has at most 107 bytes.
            Path folder = Files.createTempDirectory(Path.of("/tmp"), "rsc");
            try {
                new ConvergeRun(Path.of(arguments[0]), folder, containers, quick, figures, System.out).measure();
            } finally {
                Folders.delete(folder);
            }
        }
        System.out.println();
        System.out.println(TextReport.of(machine, figures, Goal.OF_CONVERGE));
        Path report = Path.of(arguments[1]);
        Files.writeString(report, JsonReport.of(machine, figures));
        System.out.println("The same as JSON: " + report);
    }

    private static int number(List<String> options, String name, int otherwise) {
        return options.stream()
                .filter(option -> option.startsWith(name))
                .map(option -> Integer.parseInt(option.substring(name.length())))
                .findFirst()
                .orElse(otherwise);
    }
}
