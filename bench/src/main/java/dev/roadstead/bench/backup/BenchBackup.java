package dev.roadstead.bench.backup;

import dev.roadstead.bench.Folders;
import dev.roadstead.bench.report.Figures;
import dev.roadstead.bench.report.Goal;
import dev.roadstead.bench.report.JsonReport;
import dev.roadstead.bench.report.Machine;
import dev.roadstead.bench.report.TextReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** {@code make bench-backup}: all contenders in turn, then the table and the JSON. */
public final class BenchBackup {
    private final Path folder;
    private final int megabytes;
    private final Figures figures;
    private final Path result;
    /** Of the last run of Roadstead. */
    private double readBackSeconds;

    private BenchBackup(Path folder, int megabytes, Figures figures) {
        this.folder = folder;
        this.megabytes = megabytes;
        this.figures = figures;
        this.result = folder.resolve("result");
    }

    /** Arguments: the JSON file; optionally {@code --quick}, {@code --runs=N}, {@code --megabytes=N}. */
    public static void main(String[] arguments) throws Exception {
        List<String> options = List.of(arguments).subList(1, arguments.length);
        boolean quick = options.contains("--quick");
        int runs = number(options, "--runs=", quick ? 1 : 3);
        int megabytes = number(options, "--megabytes=", quick ? 128 : 2048);
        Machine machine = Machine.now(InstantSource.system());
        Figures figures = new Figures();
        for (int run = 1; run <= runs; run++) {
            System.out.println("run " + run + " of " + runs);
            Path folder = Files.createTempDirectory("roadstead-bench-");
            try {
                new BenchBackup(folder, megabytes, figures).measure(run);
            } finally {
                Folders.delete(folder);
            }
        }
        System.out.println();
        System.out.println(TextReport.of(machine, figures, Goal.OF_BACKUP));
        Path report = Path.of(arguments[0]);
        Files.writeString(report, JsonReport.of(machine, figures));
        System.out.println("The same as JSON: " + report);
    }

    private void measure(int seed) throws IOException, InterruptedException {
        var volume = new TestVolume(folder.resolve("volume"), megabytes, seed);
        volume.make();
        var warm = new TestVolume(folder.resolve("warm"), 128, 0);
        warm.make();
        String tar = "tar --sort=name --format=posix -C " + volume.folder() + " -c . | ";
        String java = Path.of(System.getProperty("java.home"), "bin", "java")
                + " -Xmx144m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp '"
                + System.getProperty("java.class.path") + "' " + StoreArchive.class.getName() + " "
                + warm.folder() + " " + volume.folder() + " " + folder.resolve("roadstead") + " " + result;
        String resticRun = "RESTIC_PASSWORD=bench restic --quiet --no-cache --repo " + folder.resolve("restic");
        Measured.run(resticRun + " init --repository-version 2");
        String restic = resticRun + " backup " + volume.folder();
        // All of them read what is in memory already.
        Measured.run(tar + "cat >/dev/null");

        Measured plain = first("plain pipe", Measured.run(tar + "zstd -q -f -o " + folder.resolve("plain.tar.zst")));
        Measured peer = first("restic", Measured.run(restic));
        Measured ours = first("Roadstead", ours(java));
        figures.add("first, read back: Roadstead", megabytes / readBackSeconds, "MB/s");
        figures.add("first: Roadstead / plain pipe", plain.seconds() / ours.seconds(), "");
        figures.add("first: Roadstead / restic", peer.seconds() / ours.seconds(), "");
        figures.add("first, CPU: Roadstead / plain pipe", ours.cpuSeconds() / plain.cpuSeconds(), "");
        figures.add("first, CPU: Roadstead / restic", ours.cpuSeconds() / peer.cpuSeconds(), "");

        volume.change();
        long peerBefore = bytes(folder.resolve("restic"));
        double peerStored = second("restic", Measured.run(restic), folder.resolve("restic"), peerBefore);
        long ourBefore = bytes(folder.resolve("roadstead"));
        double ourStored = second("Roadstead", ours(java), folder.resolve("roadstead"), ourBefore);
        figures.add("second, stored: Roadstead / restic", ourStored / peerStored, "");
    }

    /** The process says itself how long what counts took. */
    private Measured ours(String java) throws IOException, InterruptedException {
        Measured process = Measured.run(java);
        String[] times = Files.readString(result).split(" ", -1);
        readBackSeconds = Double.parseDouble(times[2]);
        return new Measured(Double.parseDouble(times[0]), Double.parseDouble(times[1]), process.peakMegabytes());
    }

    private Measured first(String who, Measured measured) {
        figures.add("first: " + who, megabytes / measured.seconds(), "MB/s");
        figures.add("first, CPU: " + who, measured.cpuSeconds() / megabytes * 1024, "s/GB");
        figures.add("first, memory: " + who, measured.peakMegabytes(), "MB");
        return measured;
    }

    /** Returns the megabytes that it added. */
    private double second(String who, Measured measured, Path repository, long before) throws IOException {
        double stored = (bytes(repository) - before) / 1024.0 / 1024.0;
        figures.add("second: " + who, megabytes / measured.seconds(), "MB/s");
        figures.add("second, stored: " + who, stored, "MB");
        return stored;
    }

    private static long bytes(Path folder) throws IOException {
        long bytes = 0;
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    private static int number(List<String> options, String name, int otherwise) {
        return options.stream()
                .filter(option -> option.startsWith(name))
                .map(option -> Integer.parseInt(option.substring(name.length())))
                .findFirst()
                .orElse(otherwise);
    }
}
