package dev.roadstead.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltInTest {
    @TempDir
    private Path folder;

    @Test
    void whatTheProgramReadsIsWhatPeopleWrote() throws Exception {
        Path classes = Path.of(BuiltIn.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Path> written = BuiltIn.yamlFiles(classes);
        assertThat(written).hasSizeGreaterThan(20);
        for (Path yaml : written) {
            assertThat(DocumentReader.read(Files.readAllBytes(BuiltIn.json(yaml)), Format.JSON))
                    .as(yaml.toString())
                    .isEqualTo(DocumentReader.read(Files.readAllBytes(yaml), Format.YAML));
        }
    }

    @Test
    void theJsonIsWrittenBesideTheYaml() throws IOException {
        Path yaml =
                Files.writeString(Files.createDirectory(folder.resolve("kinds")).resolve("a.yaml"), "on: [1, 2.5, no]");

        BuiltIn.main(new String[] {folder.toString()});

        assertThat(BuiltIn.json(yaml)).hasContent("{\"on\":[1,2.5,\"no\"]}");
    }

    @Test
    void oneThatIsMissingIsNamed() {
        assertThatThrownBy(() -> BuiltIn.read(BuiltInTest.class, "nothing"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing.json");
    }
}
