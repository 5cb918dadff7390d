package dev.roadstead.conformance.kubectl;

import dev.roadstead.conformance.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;

/** Runs the steps of one topic, one after another. */
final class Session {
    private static final long COMMAND_SECONDS = 60;

    private final TestServer server;
    private final KubectlProgram program;
    private final Path home;
    private final String topic;
    private final String namespace;
    private final ServerState state;
    private final SoftAssertions softly = new SoftAssertions();

    /**
     * @param home directory that kubectls of one version share
     */
    Session(TestServer server, KubectlProgram program, Path home, String topic) {
        this.server = server;
        this.program = program;
        this.home = home;
        this.topic = topic;
        this.namespace = topic + "-" + program.minor();
        this.state = new ServerState(server.http(), namespace);
    }

    /** Runs all steps, then fails with everything that was not as expected. */
    void run(String transcript) throws IOException, InterruptedException {
        List<Step> steps = Transcript.parse(transcript, namespace);
        server.ensureNamespace(namespace);
        Path directory = Files.createDirectories(home.resolve(topic));
        Files.writeString(directory.resolve("kubeconfig"), kubeconfig());
        for (Step step : steps) {
            if (step.since() <= program.minor()) {
                check(step, execute(step, directory));
            }
        }
        softly.assertAll();
    }

    private String kubeconfig() throws IOException {
        return Files.readString(server.kubeconfig())
                .replace("    cluster: roadstead\n", "    cluster: roadstead\n    namespace: " + namespace + "\n");
    }

    private record Ended(int exitCode, String output) {}

    private Ended execute(Step step, Path directory) throws IOException, InterruptedException {
        Path output = directory.resolve("output-" + step.line());
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", step.command())
                .directory(directory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("PATH", home.resolve("bin") + ":" + environment.get("PATH"));
        environment.put("HOME", home.toString());
        environment.put("KUBECONFIG", directory.resolve("kubeconfig").toString());
        environment.put("TMPDIR", home.toString()); // an edit that fails leaves a file there
        environment.put("KUBECACHEDIR", home.resolve("cache").toString());
        environment.put("NS", namespace);
        Process process = builder.start();
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private void check(Step step, Ended ended) {
        String what = "%s:%d: %s%n%s".formatted(topic, step.line(), step.command(), ended.output());
        softly.assertThat(ended.exitCode()).as("exit code of " + what).isEqualTo(step.exitCode());
        String output = normalized(ended.output());
        int from = 0;
        for (Step.Expectation expectation : step.expectations()) {
            String where = "line " + expectation.line() + " of " + what;
            switch (expectation) {
                case Step.Shows(int line, String text) -> {
                    int at = output.indexOf(normalized(text), from);
                    softly.assertThat(at)
                            .as("position of <" + text + "> in " + where)
                            .isNotNegative();
                    from = at + normalized(text).length();
                }
                case Step.Matches(int line, var pattern) ->
                    softly.assertThat(output).as(where).containsPattern(pattern);
                case Step.Lacks(int line, String text) ->
                    softly.assertThat(output).as(where).doesNotContain(normalized(text));
                case Step.Silent(int line) ->
                    softly.assertThat(output).as(where).isBlank();
                case Step.Holds holds ->
                    softly.assertThat(state.at(holds.resource(), holds.pointer()))
                            .as(holds.resource() + " " + holds.pointer() + " at " + where)
                            .isEqualTo(holds.value());
            }
        }
    }

    /** Columns of a table are as wide as their widest value, so blanks say nothing; line starts stay. */
    private static String normalized(String text) {
        return text.replaceAll("[ \\t]+", " ").replaceAll("(?m)^ | $", "");
    }
}
