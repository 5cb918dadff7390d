package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What somebody does to a container by hand is undone (invariant I9). */
@ExtendWith(Installation.Shared.class)
class DriftTest {
    private static final String NS = "drift";
    private static final Duration REPAIR = Duration.ofSeconds(5);

    @BeforeAll
    static void start(Installation roadstead) {
        roadstead.namespace(NS);
        roadstead.apply("web.yaml", NS, "replicas", "1", "image", Installation.IMAGE_1);
        roadstead.waitReady(NS, "web");
    }

    @AfterAll
    static void delete(Installation roadstead) {
        roadstead.kubectl("delete", "app", "web", "-n", NS, "--timeout=60s");
    }

    @Test
    void aRemovedContainerComesBack(Installation roadstead) {
        String old = only(roadstead);
        roadstead.docker("rm", "-f", old);
        String fresh = awaitHealthy(roadstead);
        assertThat(fresh).isNotEqualTo(old);
    }

    @Test
    void aKilledContainerIsStartedAgainAndItsEndIsKept(Installation roadstead) {
        roadstead.docker("kill", only(roadstead));
        awaitHealthy(roadstead);
        assertThat(roadstead.kubectl(
                        "get", "ctr", "-n", NS, "-o", "jsonpath={.items[0].status.lastTermination.exitCode}"))
                .isEqualTo("137");
    }

    @Test
    void aPausedContainerGoesOn(Installation roadstead) {
        roadstead.docker("pause", only(roadstead));
        awaitHealthy(roadstead);
    }

    @Test
    void aContainerCutFromItsNetworkIsAttachedAgain(Installation roadstead) {
        String id = only(roadstead);
        roadstead.docker("network", "disconnect", "-f", "roadstead." + NS, id);
        Eventually.await(
                "the network is attached",
                REPAIR,
                () -> roadstead.docker(
                        "inspect",
                        "-f",
                        "{{range $name, $n := .NetworkSettings.Networks}}{{$name}}={{$n.IPAddress}}{{end}}",
                        id),
                lines -> lines.getFirst().startsWith("roadstead." + NS + "=1"));
        awaitHealthy(roadstead);
    }

    private static String only(Installation roadstead) {
        List<String> ids = roadstead.containersOf(NS);
        assertThat(ids).hasSize(1);
        return ids.getFirst();
    }

    private static String awaitHealthy(Installation roadstead) {
        return Eventually.await(
                        "one container runs",
                        REPAIR,
                        () -> roadstead.docker(
                                "ps",
                                "-q",
                                "--no-trunc",
                                "--filter",
                                "label=roadstead.dev/namespace=" + NS,
                                "--filter",
                                "status=running"),
                        ids -> ids.size() == 1)
                .getFirst();
    }
}
