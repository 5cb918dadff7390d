package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.testkit.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a kubectl, by default the one on PATH, with a home of its own. */
record Kubectl(String program, Path kubeconfig, String namespace, Path home, Map<String, String> environment) {
    private static final long LIMIT_SECONDS = 30;

    Kubectl(Path kubeconfig, String namespace, Path home) {
        this("kubectl", kubeconfig, namespace, home, Map.of());
    }

    Kubectl with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Kubectl(program, kubeconfig, namespace, home, more);
    }

    Kubectl at(String otherProgram) {
        return new Kubectl(otherProgram, kubeconfig, namespace, home, environment);
    }

    /** Standard output of a command that must succeed, or, for {@code diff}, find a difference. */
    String ok(String... arguments) throws IOException, InterruptedException {
        try (Running running = start(arguments)) {
            int expected = arguments[0].equals("diff") ? 1 : 0;
            assertThat(running.exitCode()).as(running.describe()).isEqualTo(expected);
            return running.output();
        }
    }

    /** Standard error of a command that must fail. */
    String fails(String... arguments) throws IOException, InterruptedException {
        try (Running running = start(arguments)) {
            assertThat(running.exitCode()).as(running.describe()).isNotZero();
            return running.errors();
        }
    }

    Running start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program, "--namespace=" + namespace));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(home, "kubectl", ".out");
        Path err = Files.createTempFile(home, "kubectl", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("KUBECACHEDIR", home.resolve("cache").toString());
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    /** A kubectl that may still run. */
    record Running(Process process, Path out, Path err) implements AutoCloseable {
        int exitCode() throws InterruptedException {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("ended in time")
                    .isTrue();
            return process.exitValue();
        }

        String output() throws IOException {
            return Files.readString(out, StandardCharsets.UTF_8);
        }

        String errors() throws IOException {
            return Files.readString(err, StandardCharsets.UTF_8);
        }

        String describe() throws IOException {
            return output() + errors();
        }

        void awaitOutput(String expected) {
            Eventually.eventually(() -> {
                try {
                    assertThat(output()).as(describe()).contains(expected);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
