package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.testkit.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A new image replaces the old one, and no crash of the server changes the outcome. */
@ExtendWith(Installation.Shared.class)
class RolloutTest {
    @Test
    void aServerKilledInTheMiddleOfARolloutFinishesItAfterItsRestart(Installation roadstead) throws Exception {
        String ns = roadstead.namespace("killed");
        roadstead.apply("web.yaml", ns, "replicas", "3", "image", Installation.IMAGE_1);
        roadstead.waitReady(ns, "web");
        roadstead.apply("web.yaml", ns, "replicas", "3", "image", Installation.IMAGE_2);
        Eventually.await(
                "the rollout has begun",
                Duration.ofSeconds(20),
                () -> images(roadstead, ns),
                images -> images.contains(Installation.IMAGE_2));

        roadstead.server().kill();
        assertThat(roadstead.docker("ps", "-q", "--filter", "label=roadstead.dev/namespace=" + ns))
                .as("containers outlive the server")
                .hasSizeGreaterThanOrEqualTo(3);
        roadstead.server().start();

        roadstead.awaitComplete(ns, Duration.ofSeconds(90), 2);
        assertThat(images(roadstead, ns)).containsOnly(Installation.IMAGE_2).hasSize(3);
        roadstead.kubectl("delete", "app", "web", "-n", ns, "--timeout=60s");
        assertThat(roadstead.containersOf(ns)).isEmpty();
    }

    private static java.util.List<String> images(Installation roadstead, String ns) {
        return roadstead.docker(
                "ps", "-a", "--format", "{{.Image}}", "--filter", "label=roadstead.dev/namespace=" + ns);
    }
}
