package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.testkit.Eventually;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What cannot run says why, in a condition and an event, and disturbs nobody else (invariants I11, I12). */
@ExtendWith(Installation.Shared.class)
class FaultsTest {
    private static final String NS = "faults";

    @BeforeAll
    static void namespace(Installation roadstead) {
        roadstead.namespace(NS);
    }

    @AfterEach
    void deleteAll(Installation roadstead) {
        roadstead.kubectl("delete", "app", "--all", "-n", NS, "--timeout=60s");
    }

    @Test
    void anImageThatCannotBePulled(Installation roadstead) {
        apply(roadstead, "missing", "roadstead-e2e/never-built:9", "IfNotPresent", "sleep, \"60\"", "18081");
        awaitEvent(roadstead, "missing", "ImagePullFailed", "roadstead-e2e/never-built:9");
        awaitCondition(roadstead, "missing", "Ready", "roadstead-e2e/never-built:9");
        othersWork(roadstead);
    }

    @Test
    void aPortThatIsTaken(Installation roadstead) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            apply(roadstead, "portless", Installation.IMAGE_1, "Never", "sleep, \"60\"", port);
            awaitEvent(roadstead, "portless", "PortTaken", port);
            awaitCondition(roadstead, "portless", "Ready", port);
        }
        othersWork(roadstead);
    }

    @Test
    void aContainerThatExitsAtOnce(Installation roadstead) {
        apply(
                roadstead,
                "crashing",
                Installation.IMAGE_1,
                "Never",
                "sh, -c, \"echo out of cheese >&2; exit 7\"",
                "18082");
        awaitEvent(roadstead, "crashing", "CrashLoop", "exited with code 7");
        awaitCondition(roadstead, "crashing", "Degraded", "out of cheese");
        othersWork(roadstead);
    }

    private static void apply(
            Installation roadstead, String name, String image, String pull, String command, String hostPort) {
        assertThat(roadstead
                        .apply(
                                "broken.yaml",
                                NS,
                                "name",
                                name,
                                "image",
                                image,
                                "pull",
                                pull,
                                "command",
                                command,
                                "hostPort",
                                hostPort)
                        .exitCode())
                .isZero();
    }

    private static void othersWork(Installation roadstead) {
        roadstead.apply("web.yaml", NS, "replicas", "1", "image", Installation.IMAGE_1);
        roadstead.waitReady(NS, "web");
    }

    private static void awaitEvent(Installation roadstead, String application, String reason, String words) {
        Eventually.await(
                "an event " + reason + " with: " + words,
                Duration.ofSeconds(40),
                () -> roadstead.kubectl(
                        "get",
                        "events",
                        "-n",
                        NS,
                        "-o",
                        "jsonpath={range .items[*]}{.involvedObject.name} {.reason} {.message}{\"\\n\"}{end}"),
                events -> events.lines()
                        .anyMatch(
                                line -> line.startsWith(application) && line.contains(reason) && line.contains(words)));
    }

    private static void awaitCondition(Installation roadstead, String application, String type, String words) {
        Eventually.await(
                type + " says: " + words,
                Duration.ofSeconds(40),
                () -> roadstead.kubectl(
                        "get",
                        "app",
                        application,
                        "-n",
                        NS,
                        "-o",
                        "jsonpath={.status.conditions[?(@.type==\"" + type + "\")].message}"),
                message -> message.contains(words));
    }
}
