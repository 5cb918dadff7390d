package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.testkit.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Labels that a Domain asks for are on the Docker containers, by a rollout that was announced and that nobody notices. */
@ExtendWith(Installation.Shared.class)
@Timeout(180)
@Tag("long")
class LabelsTest {
    private static final Duration CHANGE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    @Test
    void labelsComeChangeAndGoByRollouts(Installation roadstead) throws Exception {
        String ns = roadstead.namespace("labels");
        roadstead.apply("web.yaml", ns, "replicas", "3", "image", Installation.IMAGE_1);
        roadstead.awaitComplete(ns, CHANGE, 1);
        assertThat(roadstead
                        .tryKubectl("patch", "app", "web", "-n", ns, "--type=merge", "-p", """
                                {"spec": {"template": {"labels": {"traefik.enable": "true"}}}}""")
                        .stderr())
                .contains("cannot be set by hand");
        Path domain = domain(ns, "first.labels.example.com");
        assertThatThrownBy(() -> roadstead.roadstead("plan", "-f", domain.toString()))
                .as("a plan that changes something ends with a code")
                .hasMessageContaining("labels of Domain shop change: rollout of 3 containers of Application web");

        try (RequestLoop load = new RequestLoop(roadstead.server().kubeconfig(), ns)) {
            Eventually.await("requests go on", () -> load.requests() > 100);
            roadstead.kubectl("apply", "-f", domain.toString());
            roadstead.awaitComplete(ns, CHANGE, 2);
            assertThat(rules(roadstead, ns)).hasSize(3).containsOnly("Host(`first.labels.example.com`)");

            roadstead.kubectl(
                    "apply", "-f", domain(ns, "second.labels.example.com").toString());
            roadstead.awaitComplete(ns, CHANGE, 3);
            assertThat(rules(roadstead, ns)).hasSize(3).containsOnly("Host(`second.labels.example.com`)");

            roadstead.kubectl("delete", "domain", "shop", "-n", ns, "--timeout=20s");
            roadstead.awaitComplete(ns, CHANGE, 1);
            assertThat(rules(roadstead, ns)).hasSize(3).containsOnly("");
            assertThat(load.failures()).as("failed requests").isEmpty();
        }
        roadstead.kubectl("delete", "ns", ns, "--timeout=60s");
    }

    private static Path domain(String ns, String hostname) throws Exception {
        return Files.writeString(folder.resolve(hostname), """
                apiVersion: roadstead.dev/v1
                kind: Domain
                metadata: {name: shop, namespace: %s}
                spec: {hostname: %s, application: web, port: http, labels: true}
                """.formatted(ns, hostname));
    }

    /** As Traefik would read them from the engine, one for each container. */
    private static List<String> rules(Installation roadstead, String ns) {
        String label = "{{index .Config.Labels \"traefik.http.routers." + ns + "_shop.rule\"}}";
        return roadstead.containersOf(ns).stream()
                .map(id -> String.join("", roadstead.docker("inspect", "-f", label, id)))
                .toList();
    }
}
