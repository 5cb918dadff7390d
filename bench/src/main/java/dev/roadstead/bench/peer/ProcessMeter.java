package dev.roadstead.bench.peer;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads what a process and its children have used, from Linux's {@code /proc}. */
public record ProcessMeter(long pid) {
    /** The kernel's unit for times in {@code /proc}: a hundredth of a second on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    /** Its bytes and its name. */
    private static final Pattern CLASS = Pattern.compile("(?m)^ *\\d+: +\\d+ +(\\d+)  (\\S+)");

    /** Processor seconds of the process alone. */
    public double cpuSeconds() throws IOException {
        return cpuSeconds(pid);
    }

    /** Processor seconds of all its descendants, those that have ended not counted. */
    public double cpuSecondsOfChildren() throws IOException {
        double sum = 0;
        List<Long> children = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)
                .toList();
        for (long child : children) {
            sum += cpuSeconds(child);
        }
        return sum;
    }

    private static double cpuSeconds(long pid) throws IOException {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        } catch (NoSuchFileException e) {
            return 0; // it ended just now
        }
        // The second field is the program's name in parentheses and may hold spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Bytes of a JVM's heap that are reachable; the gaps that a collection leaves between objects are not. */
    public long liveHeap() throws IOException, InterruptedException {
        String histogram = jcmd("GC.class_histogram");
        List<MatchResult> classes = CLASS.matcher(histogram).results().toList();
        if (classes.isEmpty()) {
            throw new IOException("jcmd GC.class_histogram of process " + pid + " names no class");
        }
        return classes.stream()
                .filter(line -> !line.group(2).contains("jdk.internal.vm.Filler"))
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .sum();
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(program, Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        try (var output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            String text = output.readAllAsString();
            if (process.waitFor() != 0) {
                throw new IOException("jcmd " + command + " failed: " + text);
            }
            return text;
        }
    }
}
