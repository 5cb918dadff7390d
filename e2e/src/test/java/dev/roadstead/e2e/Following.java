package dev.roadstead.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** What a container says, until it ends. */
final class Following implements AutoCloseable {
    private final Process logs;

    Following(String container, List<String> lines) throws IOException {
        logs = new ProcessBuilder("docker", "logs", "-f", container).start();
        Thread.ofVirtual().start(() -> {
            try (BufferedReader said = logs.inputReader();
                    Stream<String> all = said.lines()) {
                all.forEach(lines::add);
            } catch (IOException | UncheckedIOException e) {
                // It was ended.
            }
        });
    }

    @Override
    public void close() {
        logs.destroyForcibly();
    }
}
