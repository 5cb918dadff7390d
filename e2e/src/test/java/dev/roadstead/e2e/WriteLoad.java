package dev.roadstead.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A database's client in its container that writes 1, 2, 3, … and says each number when the database has acknowledged it;
 * and how far it had come when the container was last paused.
 */
final class WriteLoad implements AutoCloseable {
    private final Process client;
    private final Process events;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger beforePause = new AtomicInteger();

    /** {@code write} is a shell command that ends with 0 when {@code $i} is written for good. */
    WriteLoad(String container, String write) {
        String loop = "i=0; while :; do i=$((i+1)); " + write + " && echo $i; done";
        client = start("docker", "exec", container, "sh", "-c", loop);
        events = start("docker", "events", "--filter", "container=" + container, "--filter", "event=pause");
        follow(client, line -> acknowledged.set(Integer.parseInt(line.strip())));
        // A paused client says nothing more, so what is known by now was acknowledged before.
        follow(events, line -> beforePause.set(acknowledged.get()));
    }

    private static Process start(String... command) {
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", command), e);
        }
    }

    private static void follow(Process process, Consumer<String> each) {
        Thread.ofVirtual().start(() -> {
            try (BufferedReader lines = process.inputReader();
                    Stream<String> all = lines.lines()) {
                all.forEach(each);
            } catch (IOException | UncheckedIOException e) {
                // It was ended.
            }
        });
    }

    int acknowledged() {
        return acknowledged.get();
    }

    /** 0 if the container was never paused. */
    int beforePause() {
        return beforePause.get();
    }

    @Override
    public void close() {
        List.of(client, events).forEach(Process::destroyForcibly);
    }
}
