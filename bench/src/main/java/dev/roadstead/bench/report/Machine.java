package dev.roadstead.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Where and when it was measured.
 *
 * @param loadBefore the load average of the last minute before the first run: what others do on the machine
 */
public record Machine(
        String date, int cores, String processor, long memoryGib, String system, String java, double loadBefore) {

    public static Machine now(InstantSource clock) throws IOException {
        return new Machine(
                DateTimeFormatter.ISO_INSTANT.format(clock.instant().atOffset(ZoneOffset.UTC)),
                Runtime.getRuntime().availableProcessors(),
                field(Path.of("/proc/cpuinfo"), "model name"),
                Math.round(Long.parseLong(
                                field(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", ""))
                        / 1024.0
                        / 1024.0),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor.version"),
                Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]));
    }

    private static String field(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("0");
    }

    String describe() {
        return date + ", " + cores + " cores (" + processor + "), " + memoryGib + " GiB, " + system + ", " + java
                + ", load average before: " + loadBefore;
    }
}
