package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A container that somebody made with {@code docker run} is taken over while it serves, and is then one like any other. */
@ExtendWith(Installation.Shared.class)
@Timeout(240)
@Tag("long")
class AdoptionTest {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String SITE =
            "mkdir -p /tmp/www && echo 'by hand' > /tmp/www/index.html && exec httpd -f -p 8080 -h /tmp/www";

    @Test
    void aContainerIsTakenOverWhileItServesThenReplacedThenDeleted(Installation roadstead, @TempDir Path directory)
            throws Exception {
        String ns = roadstead.namespace("adopt");
        String name = "site-" + ns;
        int port = FreePort.find();
        // Were its name behind that of our network, the engine would move the published port: see docs/design/0014.
        String network = "old-" + ns;
        roadstead.docker("network", "create", network);
        String id = roadstead
                .docker(
                        "run",
                        "--detach",
                        "--name=" + name,
                        "--network=" + network,
                        "--restart=always",
                        "--env=GREETING=hello",
                        "--publish=127.0.0.1:" + port + ":8080",
                        Installation.IMAGE_1,
                        "sh",
                        "-c",
                        SITE)
                .getFirst();
        List<String> before = life(roadstead, id);
        String manifest =
                String.join("\n", roadstead.roadstead("import", "docker", "--adopt", "--namespace", ns, name));
        Path file = Files.writeString(directory.resolve("site.yaml"), manifest);
        Path other = Files.writeString(directory.resolve("other.yaml"), manifest.replace("hello", "good day"));

        roadstead.kubectl("apply", "-f", other.toString());
        awaitReady(roadstead, ns, "env differs in GREETING");
        assertThat(life(roadstead, id)).isEqualTo(before);
        assertThat(inspect(roadstead, id, "{{.HostConfig.RestartPolicy.Name}}")).containsExactly("always");

        try (Visitors visitors = new Visitors(port)) {
            visitors.awaitAnswers();
            roadstead.kubectl("apply", "-f", file.toString());
            roadstead.waitReady(ns, name);
            visitors.awaitAnswers();
            assertThat(visitors.failures()).isEmpty();
        }
        assertThat(life(roadstead, id)).as("neither made anew nor restarted").isEqualTo(before);
        assertThat(roadstead.containersOf(ns)).as("of our own making").isEmpty();
        assertThat(inspect(roadstead, id, "{{.HostConfig.RestartPolicy.Name}}")).containsExactly("no");
        assertThat(inspect(roadstead, id, "{{range $name, $n := .NetworkSettings.Networks}}{{$name}} {{end}}")
                        .getFirst())
                .contains("roadstead." + ns, network);

        roadstead.docker("kill", id);
        Eventually.await(
                "what was killed runs again, as itself",
                SOON,
                () -> inspect(roadstead, id, "{{.State.Running}}"),
                List.of("true")::equals);

        roadstead.kubectl(
                "patch",
                "app",
                name,
                "-n",
                ns,
                "--type=merge",
                "-p",
                "{\"spec\": {\"template\": {\"image\": \"" + Installation.IMAGE_2 + "\"}}}");
        List<String> made = Eventually.await(
                "one of our own has taken its place",
                SOON,
                () -> roadstead.docker("ps", "-q", "--no-trunc", "--filter", "label=roadstead.dev/namespace=" + ns),
                ids -> ids.size() == 1);
        assertThat(made).doesNotContain(id);
        assertThat(roadstead.docker("ps", "-aq", "--no-trunc")).doesNotContain(id);

        roadstead.kubectl("delete", "app", name, "-n", ns, "--timeout=60s");
        assertThat(roadstead.containersOf(ns)).isEmpty();
        roadstead.docker("network", "rm", network);
    }

    private static void awaitReady(Installation roadstead, String ns, String message) {
        Eventually.await(
                "it says " + message,
                SOON,
                () -> roadstead.kubectl(
                        "get", "ctr", "-n", ns, "-o", "jsonpath={.items[*].status.conditions[*].message}"),
                said -> said.contains(message));
    }

    /** What is another after a restart. */
    private static List<String> life(Installation roadstead, String id) {
        return inspect(roadstead, id, "{{.Id}} {{.State.Pid}} {{.State.StartedAt}} {{.RestartCount}}");
    }

    private static List<String> inspect(Installation roadstead, String id, String format) {
        return roadstead.docker("inspect", "-f", format, id);
    }

    /** People who ask a published port all the time. */
    private static final class Visitors implements AutoCloseable {
        private final HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        private final AtomicInteger answers = new AtomicInteger();
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final HttpRequest request;
        private final Thread thread;

        Visitors(int port) {
            request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            thread = Thread.ofVirtual().start(this::visit);
        }

        private void visit() {
            try {
                while (true) {
                    try {
                        String page =
                                http.send(request, BodyHandlers.ofString()).body();
                        if (page.equals("by hand\n")) {
                            answers.incrementAndGet();
                        } else {
                            failures.add("answered " + page);
                        }
                    } catch (IOException e) {
                        failures.add(e.toString());
                    }
                    Thread.sleep(10);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // closed
            }
        }

        void awaitAnswers() {
            int before = answers.get();
            Eventually.await("answers go on", Duration.ofSeconds(10), answers::get, count -> count > before + 50);
        }

        List<String> failures() {
            return List.copyOf(failures);
        }

        @Override
        public void close() {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            http.close();
        }
    }
}
