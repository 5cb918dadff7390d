package dev.roadstead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.app.ApiServer;
import dev.roadstead.apiserver.app.ServerConfig;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.crd.ShippedCrds;
import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.MadeDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no waiting changes is said at once; against a real API server, with the test in the controllers' place. */
class RefusedAtOnceTest {
    private static final String VOLUMES = "/apis/roadstead.dev/v1/namespaces/shop/volumes";

    @TempDir
    private static Path folder;

    private static ApiServer server;
    private static HttpApiClient api;

    @BeforeAll
    static void start() throws Exception {
        MadeDatabase.into(folder);
        server = ApiServer.start(new ServerConfig(folder, "127.0.0.1", 0, null, ShippedCrds.texts()));
        api = AdminClient.open(server.adminKubeconfig());
        post("/api/v1/namespaces", "{'apiVersion': 'v1', 'kind': 'Namespace', 'metadata': {'name': 'shop'}}");
        post("/apis/roadstead.dev/v1/nodes", """
                {'apiVersion': 'roadstead.dev/v1', 'kind': 'Node', 'metadata': {'name': 'db-1'},
                 'spec': {'connection': {'unix': {}}}}""");
    }

    @AfterAll
    static void stop() {
        api.close();
        server.close();
    }

    @Test
    void usageOfAnOrganizationThatIsNotThere() {
        assertThat(run("usage", "--organization", "nope").err().lines())
                .containsExactly("roadstead: there is no Organization nope; there are: none");
        organization("blue");
        organization("acme");
        for (String output : List.of("table", "csv", "json")) {
            RecordedProgram run = run("usage", "--organization", "nope", "-o", output);
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err().lines())
                    .containsExactly("roadstead: there is no Organization nope; there are: acme, blue");
            assertThat(run.out()).isEmpty();
        }
        RecordedProgram early = run("usage", "--organization", "acme");
        assertThat(early.exitCode()).isZero();
        assertThat(early.out().lines())
                .containsExactly(
                        "there are no UsageReports of Organization acme; they come some minutes after a Project");
    }

    @Test
    void anImportThatOnlyAPersonCanGrant() throws Exception {
        assertGivenUp("granted", "Refused", "policy level privileged is wanted");
    }

    @Test
    void anImportOfWhatTheEngineDoesNotHave() throws Exception {
        assertGivenUp("absent", "NoSuchDockerVolume", "node db-1 has no Docker volume pgdata");
    }

    /** Within the ten seconds that the answer is awaited for; the command would wait for thirty. */
    private static void assertGivenUp(String name, String reason, String message) throws Exception {
        CompletableFuture<RecordedProgram> importing = CompletableFuture.supplyAsync(
                () -> run("volume", "import", "pgdata", "--node", "db-1", "-n", "shop", "--name", name));
        Eventually.await(
                "the Volume is made",
                Duration.ofSeconds(10),
                () -> api.getRaw(VOLUMES + "/" + name).isPresent(),
                made -> made);
        api.patchRaw(VOLUMES + "/" + name + "/status", QuotedJson.object("""
                {'status': {'conditions': [{'type': 'Ready', 'status': 'False', 'reason': '%s', 'message': '%s',
                 'lastTransitionTime': '2026-01-01T00:00:00Z'}]}}""".formatted(reason, message)));

        RecordedProgram run = importing.get(10, TimeUnit.SECONDS);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines())
                .containsExactly("roadstead: " + message + " (the Volume was taken back; run this again afterwards)");
        assertThat(api.getRaw(VOLUMES + "/" + name)).isEmpty();
    }

    private static void organization(String name) {
        post("/apis/roadstead.dev/v1/organizations", """
                {'apiVersion': 'roadstead.dev/v1', 'kind': 'Organization', 'metadata': {'name': '%s'}, 'spec': {}}""".formatted(name));
    }

    private static void post(String path, String body) {
        api.postRaw(path, QuotedJson.object(body));
    }

    private static RecordedProgram run(String... arguments) {
        return RecordedProgram.on(folder, arguments);
    }
}
