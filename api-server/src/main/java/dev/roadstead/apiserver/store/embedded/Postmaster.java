package dev.roadstead.apiserver.store.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The processes that work on one data directory, whoever started them. */
final class Postmaster {
    private static final Duration FAST_STOP = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(10);

    private static final Path NOTHING = Path.of("/dev/null");

    private final Path dataDirectory;
    private final Path pidFile;
    private final Path pgCtl;
    private final ServerAccount account;

    Postmaster(Path dataDirectory, Path binaries, ServerAccount account) {
        this.dataDirectory = dataDirectory;
        this.pidFile = dataDirectory.resolve("postmaster.pid");
        this.pgCtl = binaries.resolve("bin/pg_ctl");
        this.account = account;
    }

    /** Waits until the server takes connections; false when it died or took too long. */
    boolean awaitReady(Process server, Duration atMost) throws IOException, InterruptedException {
        return await(atMost, () -> isReady(server.pid()) || !server.isAlive()) && server.isAlive();
    }

    /**
     * Stops a server that runs, and makes sure that nothing works on the data directory and no stale lock file is left.
     * The lock file alone would not do: its process number may be another's by now, and a killed postmaster's children
     * outlive it for a moment.
     */
    void ensureStopped() throws IOException, InterruptedException {
        if (!processes().isEmpty() && Files.exists(pidFile)) {
            stopFast();
        }
        if (!await(FAST_STOP, () -> processes().isEmpty())) {
            processes().forEach(ProcessHandle::destroyForcibly);
            if (!await(FAST_STOP, () -> processes().isEmpty())) {
                throw new IOException("PostgreSQL processes of " + dataDirectory + " do not end: " + processes());
            }
        }
        Files.deleteIfExists(pidFile);
    }

    private void stopFast() throws IOException, InterruptedException {
        List<String> stop = List.of(pgCtl.toString(), "stop", "-D", dataDirectory.toString(), "-m", "fast", "-W", "-s");
        Process process = account.start(dataDirectory, stop, NOTHING);
        if (!process.waitFor(FAST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
        }
    }

    /** Every server process changes to its data directory when it starts. */
    private List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses().filter(this::worksHere).toList();
    }

    private boolean worksHere(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .equals(dataDirectory);
        } catch (IOException e) {
            return false; // ended, or another user's and so not ours
        }
    }

    /** The server writes its state as the eighth line of its lock file, the first is its process number. */
    private boolean isReady(long pid) {
        try {
            List<String> lines = Files.readAllLines(pidFile);
            return lines.size() >= 8
                    && lines.getFirst().equals(Long.toString(pid))
                    && lines.get(7).strip().equals("ready");
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + pidFile, e);
        }
    }

    private static boolean await(Duration atMost, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL);
        }
        return true;
    }
}
