package dev.roadstead.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Starting and stopping the servers. */
final class Processes {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private Processes() {}

    /** Waits until a process has said something in its output file; fails with the file's end when it ends before. */
    static String awaitLine(Process process, Path output, Predicate<String> wanted, Duration atMost)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() < end) {
            for (String line : Files.readAllLines(output)) {
                if (wanted.test(line)) {
                    return line;
                }
            }
            if (!process.isAlive()) {
                break;
            }
            Thread.sleep(PAUSE);
        }
        String text = Files.readString(output);
        process.destroyForcibly();
        throw new IOException("a server was not ready within " + atMost + " or ended; its output in " + output
                + " ends:\n" + text.substring(Math.max(0, text.length() - 2000)));
    }

    static void stop(Process process) {
        process.destroy();
        try {
            if (process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
