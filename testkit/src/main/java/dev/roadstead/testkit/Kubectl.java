package dev.roadstead.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The real kubectl, with a home and a cache of its own.
 *
 * @param home directory that it may write to
 */
public record Kubectl(Path binary, Path kubeconfig, Path home, Duration timeout) {
    /**
     * How a run ended.
     *
     * @param exitCode −1 when it was killed at the timeout
     */
    public record Result(int exitCode, String stdout, String stderr) {
        public boolean successful() {
            return exitCode == 0;
        }
    }

    /** The kubectl that the environment variable KUBECTL names, or else the first on PATH. */
    public static Kubectl find(Path kubeconfig, Path home) {
        return new Kubectl(findBinary(), kubeconfig, home, Duration.ofSeconds(60));
    }

    private static Path findBinary() {
        Optional<String> named = Optional.ofNullable(System.getenv("KUBECTL"));
        return Stream.concat(
                        named.map(Path::of).stream(),
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                                .map(directory -> Path.of(directory, "kubectl")))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "kubectl is neither in KUBECTL nor on PATH; install it: apt-get install kubernetes-client"));
    }

    public Result run(String... arguments) throws IOException, InterruptedException {
        return runWithInput("", arguments);
    }

    /**
     * Runs it with something to read.
     *
     * @param input its standard input, for {@code -f -}
     */
    public Result runWithInput(String input, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(home, "kubectl", ".out");
        Path err = Files.createTempFile(home, "kubectl", ".err");
        try {
            Process process = builder(arguments)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            try (var stdin = process.outputWriter()) {
                stdin.write(input);
            } catch (IOException e) {
                // it ended without reading; what it said tells why
            }
            boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            return new Result(ended ? process.exitValue() : -1, Files.readString(out), Files.readString(err));
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    /** Starts one that runs until the caller ends it, such as {@code get -w}; its outputs are pipes. */
    public Process start(String... arguments) throws IOException {
        return builder(arguments).start();
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                binary.toString(), "--kubeconfig=" + kubeconfig, "--cache-dir=" + home.resolve("kubectl-cache")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("HOME", home.toString());
        builder.environment().remove("KUBECONFIG");
        return builder;
    }
}
