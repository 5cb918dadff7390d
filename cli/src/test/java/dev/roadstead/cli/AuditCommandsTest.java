package dev.roadstead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.apiserver.app.ApiServer;
import dev.roadstead.apiserver.app.ServerConfig;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.testkit.MadeDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit commands against a real server. */
class AuditCommandsTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    @Test
    void theLogIsExportedAndItsHeadProvesLaterThatItWasNotRewritten() throws Exception {
        MadeDatabase.into(folder);
        try (ApiServer server = ApiServer.start(new ServerConfig(folder, "127.0.0.1", 0, null, List.of()));
                HttpApiClient api = AdminClient.open(server.adminKubeconfig())) {
            create(api, "first");
            String head = run("export", "--head").strip();
            assertThat(head).matches("[1-9][0-9]*:[0-9a-f]{64}");
            create(api, "second");

            List<JsonNode> records = records(run("export"));
            assertThat(records)
                    .extracting(record -> record.at("/request/name").asText())
                    .startsWith("second", "first");
            assertThat(records)
                    .extracting(record -> record.at("/metadata/name").asInt())
                    .isSortedAccordingTo((one, other) -> other - one)
                    .endsWith(1);
            assertThat(records(run("export", "--until", "2020-01-01T00:00:00Z")))
                    .isEmpty();
            assertThat(records(run(
                            "export", "--since", records.getFirst().path("time").asText())))
                    .first()
                    .isEqualTo(records.getFirst());

            assertThat(run("verify", "--from", head)).contains("the audit log is whole");
            String forged = head.substring(0, head.length() - 4) + "0000";
            RecordedProgram broken = program("verify", "--from", forged);
            assertThat(broken.exitCode()).isEqualTo(1);
            assertThat(broken.out()).contains("is broken at record " + head.split(":", 2)[0], "rewritten");
            assertThat(program("verify", "--from", "nonsense").exitCode()).isEqualTo(2);
        }
    }

    private static void create(HttpApiClient api, String name) {
        api.postRaw(
                "/api/v1/namespaces/default/configmaps",
                JSON.createObjectNode()
                        .put("apiVersion", "v1")
                        .put("kind", "ConfigMap")
                        .set("metadata", JSON.createObjectNode().put("name", name)));
    }

    private static List<JsonNode> records(String lines) throws Exception {
        List<JsonNode> records = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            records.add(JSON.readTree(line));
        }
        return records;
    }

    private String run(String... arguments) {
        RecordedProgram run = program(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    private RecordedProgram program(String... arguments) {
        List<String> words = new ArrayList<>(List.of("audit"));
        words.addAll(List.of(arguments));
        return RecordedProgram.on(folder, words.toArray(String[]::new));
    }
}
