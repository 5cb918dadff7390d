package dev.roadstead.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.cli.console.CliException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestsTest {
    @TempDir
    private Path folder;

    @Test
    void readsAllDocumentsInTheOrderOfTheFiles() throws Exception {
        Files.writeString(folder.resolve("b.yaml"), "kind: Third\n");
        Files.writeString(folder.resolve("a.yaml"), "kind: First\n---\nkind: Second\n");
        Files.writeString(folder.resolve("README.md"), "no manifest");
        assertThat(Manifests.read(folder))
                .extracting((JsonNode it) -> it.path("kind").asText())
                .containsExactly("First", "Second", "Third");
    }

    @Test
    void namesTheFileThatIsBroken() throws Exception {
        Path file = Files.writeString(folder.resolve("a.yaml"), "kind: [\n");
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> Manifests.read(folder))
                .withMessageContaining(file.toString());
    }

    @Test
    void anEmptyFolderIsAnError() {
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> Manifests.read(folder))
                .withMessageContaining(folder.toString());
    }
}
