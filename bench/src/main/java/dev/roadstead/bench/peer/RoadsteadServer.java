package dev.roadstead.bench.peer;

import dev.roadstead.bench.http.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The real server: its launcher, its process, its embedded PostgreSQL, TLS and tokens. */
public final class RoadsteadServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Duration IDLE_WINDOW = Duration.ofMillis(500);
    private static final Duration IDLE_LIMIT = Duration.ofSeconds(30);
    private static final String READY = "roadstead is ready at ";

    private final Process process;
    private final Path dataDir;
    private final Target admin;
    private final Duration startTime;

    private RoadsteadServer(Process process, Path dataDir, Target admin, Duration startTime) {
        this.process = process;
        this.dataDir = dataDir;
        this.admin = admin;
        this.startTime = startTime;
    }

    /**
     * Starts it without controllers and waits until it serves.
     *
     * @param home the folder of the launcher script
     * @param dataDir made if absent
     */
    public static RoadsteadServer start(Path home, Path dataDir) throws IOException, InterruptedException {
        return start(home, dataDir, "", List.of("--no-controllers"));
    }

    /**
     * Likewise, with controllers, which register the engine at that socket as Node {@code local} if it is there.
     */
    public static RoadsteadServer withControllers(Path home, Path dataDir, Path dockerSocket)
            throws IOException, InterruptedException {
        return start(home, dataDir, "unix://" + dockerSocket, List.of());
    }

    private static RoadsteadServer start(Path home, Path dataDir, String dockerHost, List<String> options)
            throws IOException, InterruptedException {
        Files.createDirectories(dataDir);
        Path output = dataDir.resolveSibling(dataDir.getFileName() + ".out");
        Files.writeString(output, "");
        List<String> words = new ArrayList<>(List.of(
                home.resolve("roadstead").toString(),
                "server",
                "--data-dir",
                dataDir.toString(),
                "--listen",
                "127.0.0.1:0"));
        words.addAll(options);
        ProcessBuilder command = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        command.environment().put("DOCKER_HOST", dockerHost);
        long begin = System.nanoTime();
        Process process = command.start();
        Processes.awaitLine(process, output, line -> line.startsWith(READY), START_LIMIT);
        Duration startTime = Duration.ofNanos(System.nanoTime() - begin);
        return new RoadsteadServer(
                process, dataDir, KubeconfigFile.read(dataDir.resolve("admin.kubeconfig")), startTime);
    }

    public Target admin() {
        return admin;
    }

    /** As another user than the administrator. */
    public Target controllers() throws IOException {
        return KubeconfigFile.read(dataDir.resolve("controller.kubeconfig"));
    }

    /** From the launcher's start to the line that says that it serves. */
    public double startMillis() {
        return startTime.toNanos() / 1e6;
    }

    public Path dataDir() {
        return dataDir;
    }

    /** The launcher becomes the JVM, so its number is the JVM's. */
    public long pid() {
        return process.pid();
    }

    /** Resident memory of the JVM alone, in bytes. */
    public long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("process " + pid() + " has no VmRSS");
    }

    /** What the JVM alone has spent of the cores' time, in all modes. */
    public Duration cpuTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Until the JVM takes less than a tenth of a core, its compiler included; at most half a minute. */
    public void awaitIdle() throws InterruptedException {
        long end = System.nanoTime() + IDLE_LIMIT.toNanos();
        Duration spent;
        do {
            Duration before = cpuTime();
            Thread.sleep(IDLE_WINDOW);
            spent = cpuTime().minus(before);
        } while (spent.multipliedBy(10).compareTo(IDLE_WINDOW) > 0 && System.nanoTime() < end);
    }

    /** As the JVM does by itself when it has nothing else to do. */
    public void collectGarbage() throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(jcmd, Long.toString(pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("jcmd could not reach the server");
        }
    }

    @Override
    public void close() {
        Processes.stop(process);
    }
}
