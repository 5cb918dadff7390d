package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** I19 with a whole server: what lies on its disk, and what it does without its key. */
class EncryptionTest {
    private static final String SECRET = "correct-horse-battery-staple";

    private Path directory;

    @BeforeEach
    void make() throws IOException {
        directory = Files.createTempDirectory("roadstead-encryption");
    }

    @AfterEach
    void remove() {
        RunningServer.delete(directory);
    }

    @Test
    void secretsAreNotOnTheDiskAndAServerWithoutTheKeyRefusesToStart() throws Exception {
        Path data = directory.resolve("data");
        ServerConfig config = RunningServer.config(data);
        String path;
        try (ApiServer server = ApiServer.start(config)) {
            TestApi api = TestApi.withNewNamespace(server, "secret-things");
            path = "/api/v1/namespaces/" + api.namespace() + "/secrets";
            api.post(path, """
                    {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "data": {"p": "%s"}}""".formatted(encoded())).expect(201);
            assertThat(api.get(path + "/s").expect(200).at("/data/p").asText()).isEqualTo(encoded());
        }
        assertThat(filesWith(data.resolve("database").resolve("pgdata"), encoded()))
                .isZero();

        Path keys = config.encryptionKeys();
        Path away = directory.resolve("keys");
        Files.move(keys, away);
        assertThatThrownBy(() -> ApiServer.start(config))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is encrypted with the key")
                .hasMessageContaining(keys.toString());

        Files.move(away, keys, StandardCopyOption.REPLACE_EXISTING);
        try (ApiServer server = ApiServer.start(config)) {
            TestApi api = TestApi.withNewNamespace(server, "after");
            assertThat(api.get(path + "/s").expect(200).at("/data/p").asText()).isEqualTo(encoded());
        }
    }

    private static String encoded() {
        return Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));
    }

    private static long filesWith(Path directory, String text) throws IOException {
        long found = 0;
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    found++;
                }
            }
        }
        return found;
    }
}
