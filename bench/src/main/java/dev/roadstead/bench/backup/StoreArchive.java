package dev.roadstead.bench.backup;

import dev.roadstead.backup.Origin;
import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.blob.DirectoryStore;
import dev.roadstead.backup.repository.Repositories;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * Roadstead's side as a process of its own. The server runs for weeks, so the process backs up another folder first, by
 * which its code is compiled, and measures only the second backup: elapsed time, and its own and tar's processor time. Then it
 * reads the backup back, as the server does before it lists one, when containers go on already: restic and a pipe do not.
 */
public final class StoreArchive {
    private static final double NANOS = 1e9;

    private StoreArchive() {}

    /** Arguments: a folder to warm up with; the folder to measure; the repository's folder; the file for the result. */
    public static void main(String[] arguments) throws Exception {
        Path repository = Path.of(arguments[2]);
        Path warm = repository.resolveSibling("warm-repository");
        for (int i = 0; i < 2; i++) {
            Path place = warm.resolve(i + "-" + System.nanoTime());
            init(place);
            store(Path.of(arguments[0]), place);
        }
        init(repository);
        long begin = System.nanoTime();
        long cpu = cpuNanos();
        Stored stored = store(Path.of(arguments[1]), repository);
        double seconds = (System.nanoTime() - begin) / NANOS;
        double cpuSeconds = (cpuNanos() - cpu) / NANOS + stored.tarSeconds();
        begin = System.nanoTime();
        readBack(stored.id(), repository);
        Files.writeString(
                Path.of(arguments[3]), seconds + " " + cpuSeconds + " " + (System.nanoTime() - begin) / NANOS);
    }

    /**
     * A backup.
     *
     * @param tarSeconds of processor time that tar took
     */
    private record Stored(String id, double tarSeconds) {}

    private static void readBack(String id, Path place) {
        var clock = InstantSource.system();
        try (Repository repository = Repositories.open(new DirectoryStore(place, clock), "bench", clock)) {
            repository.verify(id, Progress.NONE);
        }
    }

    /** As {@code restic init} is not measured either. */
    private static void init(Path place) {
        var clock = InstantSource.system();
        if (!Files.exists(place.resolve("config"))) {
            Repositories.create(new DirectoryStore(place, clock), "bench", clock)
                    .close();
        }
    }

    private static Stored store(Path folder, Path place) throws IOException, InterruptedException {
        var clock = InstantSource.system();
        Path report = Files.createTempFile("roadstead-bench-", ".tar-time");
        try (Repository repository = Repositories.open(new DirectoryStore(place, clock), "bench", clock)) {
            var tar = new ProcessBuilder(List.of(
                            "/usr/bin/time",
                            "-f",
                            "%U %S",
                            "-o",
                            report.toString(),
                            "tar",
                            "--sort=name",
                            "--format=posix",
                            "-C",
                            folder.toString(),
                            "-c",
                            "."))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String id = repository
                    .write(new Origin("bench", "/bench/volume", clock.instant()), tar.getInputStream(), Progress.NONE)
                    .id();
            if (tar.waitFor() != 0) {
                throw new IOException("tar failed");
            }
            String[] times = Files.readString(report).strip().split(" ", -1);
            return new Stored(id, Double.parseDouble(times[0]) + Double.parseDouble(times[1]));
        } finally {
            Files.delete(report);
        }
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
