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
    private static String ns = "";
    private static final Duration REPAIR = Duration.ofSeconds(5);

    @BeforeAll
    static void start(Installation roadstead) {
        ns = roadstead.namespace("drift");
        roadstead.apply("web.yaml", ns, "replicas", "1", "image", Installation.IMAGE_1);
        roadstead.waitReady(ns, "web");
    }

    @AfterAll
    static void delete(Installation roadstead) {
        roadstead.kubectl("delete", "app", "web", "-n", ns, "--timeout=60s");
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
                        "get", "ctr", "-n", ns, "-o", "jsonpath={.items[0].status.lastTermination.exitCode}"))
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
        roadstead.docker("network", "disconnect", "-f", "roadstead." + ns, id);
        Eventually.await(
                "the network is attached",
                REPAIR,
                () -> roadstead.docker(
                        "inspect",
                        "-f",
                        "{{range $name, $n := .NetworkSettings.Networks}}{{$name}}={{$n.IPAddress}}{{end}}",
                        id),
                lines -> lines.getFirst().startsWith("roadstead." + ns + "=1"));
        awaitHealthy(roadstead);
    }

    @Test
    void changedLimitsAndNamesAreSetRight(Installation roadstead) {
        String id = only(roadstead);
        String name = roadstead.docker("inspect", "-f", "{{.Name}}", id).getFirst();
        roadstead.docker("update", "--pids-limit", "7", "--restart", "always", id);
        Eventually.await(
                "the limits are as they were",
                REPAIR,
                () -> roadstead.docker(
                        "inspect", "-f", "{{.HostConfig.PidsLimit}} {{.HostConfig.RestartPolicy.Name}}", id),
                lines -> lines.getFirst().equals("512 no"));
        roadstead.docker("rename", id, "renamed-" + ns);
        Eventually.await(
                "the name is as it was",
                REPAIR,
                () -> roadstead.docker("inspect", "-f", "{{.Name}}", id),
                lines -> lines.getFirst().equals(name));
        assertThat(only(roadstead)).isEqualTo(id);
    }

    @Test
    void aContainerIsInNoNetworkButItsNamespaces(Installation roadstead) {
        String id = only(roadstead);
        String foreign = "foreign-" + ns;
        roadstead.docker("network", "create", foreign);
        roadstead.docker("network", "connect", foreign, id);
        Eventually.await(
                "the foreign network is left",
                REPAIR,
                () -> roadstead.docker(
                        "inspect", "-f", "{{range $name, $n := .NetworkSettings.Networks}}{{$name}} {{end}}", id),
                lines -> lines.getFirst().strip().equals("roadstead." + ns));
        roadstead.docker("network", "rm", foreign);
    }

    private static String only(Installation roadstead) {
        List<String> ids = roadstead.containersOf(ns);
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
                                "label=roadstead.dev/namespace=" + ns,
                                "--filter",
                                "status=running"),
                        ids -> ids.size() == 1)
                .getFirst();
    }
}
