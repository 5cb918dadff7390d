package dev.roadstead.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code ./roadstead server} on a data directory of its own; can be killed and started again. */
final class ServerProcess implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final Path dataDir;
    private final List<String> options;
    private final Path log;
    private @Nullable Process process;

    /** {@code options}: what {@code roadstead server} is told besides. */
    ServerProcess(Path dataDir, String... options) {
        this.dataDir = dataDir;
        this.options = List.of(options);
        this.log = dataDir.resolveSibling(dataDir.getFileName() + ".log");
    }

    Path kubeconfig() {
        return dataDir.resolve("admin.kubeconfig");
    }

    /** Returns when the readiness line was printed. */
    ServerProcess start() throws Exception {
        Path launcher = Path.of(System.getProperty("project.root"), "roadstead");
        List<String> command = new ArrayList<>(
                List.of(launcher.toString(), "server", "--data-dir", dataDir.toString(), "--listen", "127.0.0.1:0"));
        command.addAll(options);
        Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
        process = started;
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        Thread.ofVirtual().name("server-log").start(() -> copyLog(started, ready));
        if (!ready.get(READY_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the server ended before it was ready:\n" + Files.readString(log));
        }
        return this;
    }

    private void copyLog(Process from, CompletableFuture<Boolean> ready) {
        try (BufferedReader lines = from.inputReader(StandardCharsets.UTF_8);
                var out = Files.newBufferedWriter(
                        log, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.write(line);
                out.newLine();
                out.flush();
                if (line.contains("roadstead is ready at")) {
                    ready.complete(true);
                }
            }
        } catch (IOException e) {
            // The process was killed: its pipe breaks, which is what the scenario wanted.
        } finally {
            ready.complete(false);
        }
    }

    /** kill -9: no shutdown hook runs. */
    void kill() throws InterruptedException {
        running().destroyForcibly().waitFor();
    }

    /** SIGTERM; the time that the stop took. */
    Duration stop() throws InterruptedException {
        Process stopping = running();
        long start = System.nanoTime();
        stopping.destroy();
        if (!stopping.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the server did not stop within 30 s of SIGTERM");
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    long pid() {
        return running().pid();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("the server was not started");
        }
        return process;
    }

    @Override
    public void close() {
        try {
            if (process != null && process.isAlive()) {
                stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
