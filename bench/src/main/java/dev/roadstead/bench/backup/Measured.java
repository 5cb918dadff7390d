package dev.roadstead.bench.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a shell command took.
 *
 * @param cpuSeconds of all its processes, in user and kernel mode
 * @param peakMegabytes resident memory of the largest of them
 */
record Measured(double seconds, double cpuSeconds, double peakMegabytes) {
    /** Runs it; it must succeed. */
    static Measured run(String command) throws IOException, InterruptedException {
        Path report = Files.createTempFile("roadstead-bench-", ".time");
        try {
            var process = new ProcessBuilder(
                            "/usr/bin/time", "-f", "%e %U %S %M", "-o", report.toString(), "sh", "-c", command)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(command + ": " + said);
            }
            List<Double> numbers = List.of(Files.readString(report).strip().split(" ", -1)).stream()
                    .map(Double::valueOf)
                    .toList();
            return new Measured(numbers.get(0), numbers.get(1) + numbers.get(2), numbers.get(3) / 1024);
        } finally {
            Files.delete(report);
        }
    }
}
