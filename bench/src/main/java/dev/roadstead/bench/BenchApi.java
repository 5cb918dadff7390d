package dev.roadstead.bench;

import dev.roadstead.bench.report.Figures;
import dev.roadstead.bench.report.JsonReport;
import dev.roadstead.bench.report.Machine;
import dev.roadstead.bench.report.TextReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code make bench-api}: all runs, then the table on standard output and the JSON in a file. */
public final class BenchApi {
    private BenchApi() {}

    /**
     * Arguments: the launcher's folder; the JSON file; optionally {@code --quick}, {@code --runs=N},
     * {@code --seconds=N} of each rate, and {@code --only=creates,gets} or other parts.
     */
    public static void main(String[] arguments) throws Exception {
        Settings settings = settings(List.of(arguments));
        Machine machine = Machine.now(InstantSource.system());
        Figures figures = new Figures();
        for (int run = 1; run <= settings.runs(); run++) {
            System.out.println("run " + run + " of " + settings.runs());
            Path folder = Files.createTempDirectory("roadstead-bench");
            try {
                new OneRun(settings, folder, figures, System.out).measure();
            } finally {
                Folders.delete(folder);
            }
        }
        System.out.println();
        System.out.println(TextReport.of(machine, figures));
        Files.writeString(settings.report(), JsonReport.of(machine, figures));
        System.out.println("The same as JSON: " + settings.report());
    }

    private static Settings settings(List<String> arguments) {
        Path home = Path.of(arguments.get(0));
        Path report = Path.of(arguments.get(1));
        Settings settings = arguments.contains("--quick") ? Settings.quick(home, report) : Settings.full(home, report);
        for (String argument : arguments.subList(2, arguments.size())) {
            int equals = argument.indexOf('=');
            String value = argument.substring(equals + 1);
            settings = switch (equals < 0 ? argument : argument.substring(0, equals)) {
                case "--quick" -> settings;
                case "--runs" -> settings.withRuns(Integer.parseInt(value));
                case "--seconds" -> settings.withSeconds(Integer.parseInt(value));
                case "--only" -> settings.withParts(parts(value));
                default ->
                    throw new IllegalArgumentException(
                            "expected --quick, --runs=N, --seconds=N or --only=PART,..., got " + argument);
            };
        }
        return settings;
    }

    private static Set<Settings.Part> parts(String names) {
        Set<Settings.Part> parts = EnumSet.noneOf(Settings.Part.class);
        for (String name : names.split(",", -1)) {
            parts.add(Settings.Part.valueOf(name.toUpperCase(Locale.ROOT)));
        }
        return parts;
    }
}
