package dev.roadstead.bench.converge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Programs that are waited for. */
final class Command {
    private Command() {}

    /** Runs it against an engine; returns what it printed. */
    static String run(Path socket, String... words) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(words)).redirectErrorStream(true);
        builder.environment().put("DOCKER_HOST", "unix://" + socket);
        builder.environment().put("COMPOSE_PARALLEL_LIMIT", "64");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", words) + ": " + output);
        }
        return output;
    }

    /** Whether there is such a program. */
    static boolean exists(String program) {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).stream()
                .anyMatch(folder -> Path.of(folder, program).toFile().canExecute());
    }
}
