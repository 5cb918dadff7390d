package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.store.embedded.EmbeddedPostgres;
import dev.roadstead.apiserver.store.pg.PgStoreConfig;
import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.Signals;
import dev.roadstead.testkit.fleet.Behaviour;
import dev.roadstead.testkit.fleet.SimulatedEngine;
import dev.roadstead.testkit.fleet.SimulatedFleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** I6: two servers with nothing between them but the database share the nodes, and each takes over from the other. */
@Timeout(240)
class TwoServersTest {
    private static final int NODES = 4;
    /** A lease's 15 s, and what it takes to notice and to work. */
    private static final Duration TAKEN_OVER = Duration.ofSeconds(60);

    private static final String APPLICATION = "/apis/roadstead.dev/v1/namespaces/default/applications/web";

    private EmbeddedPostgres postgres;
    private TcpToUnix port;
    private SimulatedFleet fleet;
    private ServerProcess first;
    private ServerProcess second;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        PgStoreConfig database = postgres.storeConfig();
        port = new TcpToUnix(Path.of(database.host(), ".s.PGSQL." + database.port()));
        String url = "postgresql://%s:%s@127.0.0.1:%d/%s?sslmode=disable"
                .formatted(database.user(), database.password(), port.port(), database.database());
        fleet = SimulatedFleet.start(
                Files.createTempDirectory(Path.of("/tmp"), "rs2"), NODES, Set.of("app:1"), Behaviour.INSTANT);
        first = new ServerProcess(folder.resolve("first"), "--database-url", url).start();
        Path keys = folder.resolve("first/encryption-keys");
        second = new ServerProcess(
                        folder.resolve("second"), "--database-url", url, "--encryption-keys", keys.toString())
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        first.close();
        try {
            Signals.send("CONT", second.pid());
        } catch (IOException _) {
            // it has ended, and nothing is to be woken
        }
        second.close();
        fleet.close();
        port.close();
        postgres.close();
    }

    @Test
    void whatAFrozenOrKilledServerLeavesTheOtherTakesAndNoSlotHasTwoContainers() throws Exception {
        try (RawApi ofFirst = new RawApi(first.kubeconfig());
                RawApi ofSecond = new RawApi(second.kubeconfig())) {
            apply(ofFirst);
            awaitRunning("every container runs", 12);
            // A server that is frozen while it starts gives up; this is about one that works.
            Eventually.await(
                    "the controllers of the second server run", TAKEN_OVER, () -> saysItsControllersRun(second));

            Signals.send("STOP", second.pid());
            endOneOnEveryNode();
            awaitRunning("the first server works for the frozen one", 12);

            Signals.send("CONT", second.pid());
            scale(ofSecond, 20);
            awaitRunning("the server that was frozen does no harm", 20);

            first.kill();
            endOneOnEveryNode();
            awaitRunning("the second server works for the killed one", 20);
            scale(ofSecond, 8);
            awaitRunning("and decides for it", 8);
        }
        assertThat(fleet.unknownCalls()).isEmpty();
    }

    private static boolean saysItsControllersRun(ServerProcess server) {
        try {
            return server.log().contains("controllers run;");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void apply(RawApi api) throws Exception {
        for (int i = 0; i < NODES; i++) {
            post(api, "/apis/roadstead.dev/v1/nodes", """
                    {"apiVersion": "roadstead.dev/v1", "kind": "Node",
                     "metadata": {"name": "sim-%d", "labels": {"fleet": "simulated"}},
                     "spec": {"connection": {"unix": {"path": "%s"}}}}
                    """.formatted(
                            i, fleet.engines().get(i).socket()));
        }
        post(api, "/apis/roadstead.dev/v1/namespaces/default/applications", """
                {"apiVersion": "roadstead.dev/v1", "kind": "Application", "metadata": {"name": "web"},
                 "spec": {"replicas": 12, "placement": {"nodeSelector": {"fleet": "simulated"}},
                  "template": {"image": "app:1"}}}
                """);
    }

    private static void post(RawApi api, String path, String json) throws Exception {
        assertThat(api.call("POST", path, "application/json", json).status()).isEqualTo(201);
    }

    /** Asked again when the connection does not outlive a freeze: it comes to the same. */
    private static void scale(RawApi api, int replicas) {
        String patch = "{\"spec\": {\"replicas\": %d}}".formatted(replicas);
        Eventually.eventually(() -> {
            try {
                assertThat(api.call("PATCH", APPLICATION, "application/merge-patch+json", patch)
                                .status())
                        .isEqualTo(200);
            } catch (IOException e) {
                throw new AssertionError(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
    }

    private void endOneOnEveryNode() {
        for (SimulatedEngine engine : fleet.engines()) {
            engine.end(engine.containers().getFirst(), 1);
        }
    }

    /** And meanwhile no slot has two containers. */
    private void awaitRunning(String what, int count) {
        Eventually.await(what, TAKEN_OVER, () -> {
            List<String> names = fleet.engines().stream()
                    .flatMap(engine -> engine.containers().stream())
                    .toList();
            assertThat(names).doesNotHaveDuplicates();
            return fleet.running() == count && names.size() == count;
        });
    }
}
