package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Data outlives the containers that write it, the application, the Volume and the server. */
@Timeout(180)
@ExtendWith(Installation.Shared.class)
class VolumesTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void dataOutlivesContainersUpdatesTheServerAndItsVolume(Installation roadstead) throws Exception {
        String ns = roadstead.namespace("volumes");
        roadstead.apply("database.yaml", ns, "image", Installation.IMAGE_1);
        roadstead.waitReady(ns, "db");
        assertThat(roadstead.kubectl("get", "vol", "data", "-n", ns)).contains("True", "Available", "local", "1Gi");
        roadstead.docker("exec", running(roadstead, ns), "sh", "-c", "echo precious > /data/marker");

        roadstead.docker("kill", running(roadstead, ns));
        assertThat(marker(roadstead, ns)).isEqualTo("precious");

        roadstead.server().kill();
        roadstead.docker("rm", "-f", running(roadstead, ns));
        roadstead.server().start();
        assertThat(marker(roadstead, ns)).isEqualTo("precious");

        roadstead.apply("database.yaml", ns, "image", Installation.IMAGE_2);
        Eventually.await(
                "the new image runs", SOON, () -> log(roadstead, ns).contains("started " + Installation.IMAGE_2));
        assertThat(marker(roadstead, ns)).isEqualTo("precious");

        roadstead.kubectl("delete", "app", "db", "-n", ns, "--timeout=60s");
        roadstead.kubectl("delete", "vol", "data", "-n", ns, "--timeout=60s");
        assertThat(roadstead.roadstead("volume", "retained"))
                .anyMatch(line -> line.contains(ns + ".data") && line.startsWith("local"));

        roadstead.apply("database.yaml", ns, "image", Installation.IMAGE_1);
        roadstead.waitReady(ns, "db");
        assertThat(marker(roadstead, ns)).isEqualTo("precious");
        assertThat(roadstead.kubectl("get", "events", "-n", ns)).contains("Adopted");

        roadstead.kubectl("delete", "app/db", "vol/data", "-n", ns, "--timeout=60s");
        assertThatThrownBy(() -> roadstead.roadstead("volume", "rm-retained", ns + ".data", "--node", "local"))
                .hasMessageContaining("repeat it with --yes");
        assertThat(volumesOf(roadstead, ns)).containsExactly(ns + ".data");
        roadstead.roadstead("volume", "rm-retained", ns + ".data", "--node", "local", "--yes");
        assertThat(volumesOf(roadstead, ns)).isEmpty();
    }

    @Test
    void whatIsTheHostsIsForPrivilegedNamespacesAndStays(Installation roadstead) {
        String ns = roadstead.namespace("imports");
        String docker = "foreign-" + ns;
        roadstead.docker("volume", "create", docker);
        try {
            roadstead.apply("imported.yaml", ns, "docker", docker);
            awaitReason(roadstead, ns, "imported", "Refused");
            roadstead.apply("bind.yaml", ns);
            awaitReason(roadstead, ns, "bind", "Refused");
            roadstead.kubectl("delete", "vol", "--all", "-n", ns, "--timeout=60s");

            roadstead.kubectl("label", "namespace", ns, "roadstead.dev/policy=privileged");
            roadstead.apply("imported.yaml", ns, "docker", docker);
            awaitReason(roadstead, ns, "imported", "Available");
            roadstead.kubectl("delete", "vol", "--all", "-n", ns, "--timeout=60s");
            assertThat(roadstead.docker("volume", "ls", "-q")).contains(docker);
        } finally {
            roadstead.docker("volume", "rm", docker);
        }
    }

    private static void awaitReason(Installation roadstead, String ns, String volume, String reason) {
        Eventually.await(
                "Volume " + volume + " is " + reason,
                SOON,
                () -> roadstead.kubectl(
                        "get",
                        "vol",
                        volume,
                        "-n",
                        ns,
                        "-o",
                        "jsonpath={.status.conditions[?(@.type==\"Ready\")].reason}"),
                reason::equals);
    }

    /** Of the one container that runs and is healthy. */
    private static String marker(Installation roadstead, String ns) {
        return roadstead
                .docker("exec", running(roadstead, ns), "cat", "/data/marker")
                .getFirst();
    }

    private static String log(Installation roadstead, String ns) {
        return String.join("\n", roadstead.docker("exec", running(roadstead, ns), "cat", "/data/log"));
    }

    private static String running(Installation roadstead, String ns) {
        return Eventually.await(
                        "one container runs",
                        SOON,
                        () -> roadstead.docker(
                                "ps",
                                "-q",
                                "--no-trunc",
                                "--filter",
                                "health=healthy",
                                "--filter",
                                "label=roadstead.dev/namespace=" + ns),
                        ids -> ids.size() == 1)
                .getFirst();
    }

    private static List<String> volumesOf(Installation roadstead, String ns) {
        return roadstead.docker("volume", "ls", "-q", "--filter", "label=roadstead.dev/namespace=" + ns);
    }
}
