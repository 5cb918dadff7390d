package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.testkit.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From the first apply to the delete, with a stop in between. */
@ExtendWith(Installation.Shared.class)
class LifecycleTest {
    private static final String NS = "lifecycle";

    @Test
    void anApplicationIsAppliedServesStopsStartsAndLeavesNothingBehind(Installation roadstead) throws Exception {
        roadstead.namespace(NS);
        assertThat(roadstead
                        .apply("web.yaml", NS, "replicas", "2", "image", Installation.IMAGE_1)
                        .stdout())
                .contains("application.roadstead.dev/web created");
        roadstead.waitReady(NS, "web");
        assertThat(page(roadstead)).isEqualTo("image " + Installation.IMAGE_1);
        assertThat(roadstead.kubectl("get", "app", "-n", NS)).contains("READY", "web", "True");
        assertThat(roadstead.kubectl("describe", "app", "web", "-n", NS)).contains("Events:", "ReleaseCreated");

        assertThat(roadstead
                        .apply("web.yaml", NS, "replicas", "2", "image", Installation.IMAGE_1)
                        .stdout())
                .contains("unchanged");

        roadstead.kubectl(
                "patch", "app", "web", "-n", NS, "--type=merge", "-p", "{\"spec\":{\"desiredState\":\"Stopped\"}}");
        awaitRunning(roadstead, 0);
        assertThat(roadstead.containersOf(NS)).as("stopped containers are kept").hasSize(2);

        roadstead.kubectl(
                "patch", "app", "web", "-n", NS, "--type=merge", "-p", "{\"spec\":{\"desiredState\":\"Running\"}}");
        roadstead.waitReady(NS, "web");
        awaitRunning(roadstead, 2);

        roadstead.kubectl("scale", "app", "web", "-n", NS, "--replicas=3");
        awaitRunning(roadstead, 3);

        roadstead.kubectl("delete", "app", "web", "-n", NS, "--timeout=60s");
        assertThat(roadstead.containersOf(NS)).isEmpty();
        assertThat(roadstead.docker("network", "ls", "-q", "--filter", "name=^roadstead." + NS + "$"))
                .isEmpty();
        assertThat(roadstead.kubectl("get", "app,rel,ctr", "-n", NS, "-o", "name"))
                .isEmpty();
    }

    @Test
    void environmentComesFromSecretsConfigMapsAndFields(Installation roadstead) {
        String ns = "configured";
        roadstead.namespace(ns);
        assertThat(roadstead
                        .apply("config.yaml", ns, "image", Installation.IMAGE_1)
                        .exitCode())
                .isZero();
        roadstead.waitReady(ns, "configured");
        String id = roadstead.containersOf(ns).getFirst();
        assertThat(roadstead.docker("inspect", "-f", "{{join .Config.Env \"\\n\"}}", id))
                .contains("PASSWORD=s3cret-value", "NODE=local", "GREETING=good morning");
        assertThat(roadstead.kubectl("get", "app,rel,ctr,events", "-n", ns, "-o", "yaml"))
                .doesNotContain("s3cret-value");
        roadstead.kubectl("delete", "app", "configured", "-n", ns, "--timeout=60s");
    }

    private static void awaitRunning(Installation roadstead, int count) {
        Eventually.await(
                count + " containers run",
                Duration.ofSeconds(30),
                () -> running(roadstead),
                ids -> ids.size() == count);
    }

    private static List<String> running(Installation roadstead) {
        return roadstead.docker("ps", "-q", "--filter", "label=roadstead.dev/namespace=" + NS);
    }

    private static String page(Installation roadstead) throws Exception {
        String ip = roadstead.kubectl("get", "ctr", "-n", NS, "-o", "jsonpath={.items[0].status.ip}");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + ip + ":8080/"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .strip();
        }
    }
}
