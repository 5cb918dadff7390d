package dev.roadstead.cli.daemon;

import dev.roadstead.cli.console.CliException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself in its data folder, for {@code up}, {@code down} and {@code status}.
 *
 * @param startedAt when the process started, as the operating system knows it
 * @param url where the API is; null until the server is ready
 */
public record ServerState(
        long pid,
        Instant startedAt,
        String version,
        @Nullable URI url) {
    /** The start time is derived from the machine's boot time, which clock adjustments move a little. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    /** The state of this very process, not ready yet. */
    static ServerState ofThisProcess(String version) {
        ProcessHandle self = ProcessHandle.current();
        Instant startedAt = self.info().startInstant().orElseGet(() -> Instant.ofEpochMilli(0));
        return new ServerState(self.pid(), startedAt.truncatedTo(ChronoUnit.MILLIS), version, null);
    }

    ServerState ready(URI at) {
        return new ServerState(pid, startedAt, version, at);
    }

    /** The server's process, unless it has ended; a process that merely got the same id is not it. */
    public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::startedThen);
    }

    private boolean startedThen(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(start -> Duration.between(start, startedAt).abs().compareTo(CLOCK_TOLERANCE) <= 0)
                .orElse(false);
    }

    /**
     * Reads the file; empty when there is none.
     *
     * @throws CliException if it is there and is not one of ours
     */
    static Optional<ServerState> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw CliException.io("read " + file, e, "is this the data folder? Choose another with --data-dir");
        }
        try {
            URI url = lines.size() > 3 ? URI.create(lines.get(3)) : null;
            return Optional.of(
                    new ServerState(Long.parseLong(lines.get(0)), Instant.parse(lines.get(1)), lines.get(2), url));
        } catch (RuntimeException e) {
            throw new CliException(file + " is damaged; if no server runs on this folder, delete the file", e);
        }
    }

    /** Replaces the file in one step: a reader sees the old state or the new one. */
    void write(Path file) {
        String text = pid + "\n" + startedAt + "\n" + version + "\n" + (url == null ? "" : url + "\n");
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, text);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
