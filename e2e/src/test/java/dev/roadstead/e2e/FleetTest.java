package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.fleet.Behaviour;
import dev.roadstead.testkit.fleet.SimulatedEngine;
import dev.roadstead.testkit.fleet.SimulatedFleet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real server over twenty simulated engines; {@code make bench-fleet} is the same with a thousand. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
class FleetTest {
    private static final int NODES = 20;
    private static final int CONTAINERS = 400;
    private static final String APPLICATIONS = "/apis/roadstead.dev/v1/namespaces/default/applications";

    private SimulatedFleet fleet;
    private ServerProcess server;
    private RawApi api;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Path sockets = Files.createTempDirectory(Path.of("/tmp"), "rsf");
        fleet = SimulatedFleet.start(sockets, NODES, Set.of("app:1"), Behaviour.INSTANT);
        server = new ServerProcess(folder.resolve("data")).start();
        api = new RawApi(server.kubeconfig());
        for (int i = 0; i < NODES; i++) {
            post("/apis/roadstead.dev/v1/nodes", """
                    {"apiVersion": "roadstead.dev/v1", "kind": "Node",
                     "metadata": {"name": "sim-%d", "labels": {"fleet": "simulated"}},
                     "spec": {"connection": {"unix": {"path": "%s"}}}}
                    """.formatted(
                            i, fleet.engines().get(i).socket()));
        }
        for (int i = 0; i < 4; i++) {
            post(APPLICATIONS, """
                    {"apiVersion": "roadstead.dev/v1", "kind": "Application", "metadata": {"name": "app-%d"},
                     "spec": {"replicas": %d, "placement": {"nodeSelector": {"fleet": "simulated"}},
                      "template": {"image": "app:1"}}}
                    """.formatted(i, CONTAINERS / 4));
        }
        Eventually.await("all containers run", Duration.ofSeconds(90), () -> fleet.running() == CONTAINERS);
    }

    @AfterAll
    void stop() {
        api.close();
        server.close();
        fleet.close();
    }

    @Test
    void everyNodeHasItsShareAndEveryCallIsKnown() {
        assertThat(fleet.engines()).extracting(SimulatedEngine::running).containsOnly(CONTAINERS / NODES);
        assertThat(fleet.unknownCalls()).isEmpty();
    }

    /** I10: every container of the hung node is asked for, and gets no answer. */
    @Test
    void anEngineThatHangsCostsTheOthersNothing() {
        SimulatedEngine hung = fleet.engines().getFirst();
        SimulatedEngine well = fleet.engines().getLast();
        hung.containers().forEach(name -> hung.end(name, 1));
        hung.hang(true);
        try {
            for (String name : well.containers()) {
                long begin = System.nanoTime();
                well.end(name, 1);
                Eventually.await("it is started again", () -> well.running() == CONTAINERS / NODES);
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
            }
        } finally {
            hung.hang(false);
        }
        Eventually.await(
                "the other is found again", Duration.ofSeconds(60), () -> hung.running() == CONTAINERS / NODES);
    }

    private void post(String path, String json) throws Exception {
        assertThat(api.call("POST", path, "application/json", json).status()).isEqualTo(201);
    }
}
