package dev.roadstead.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrdFilesTest {
    private final YAMLMapper yaml = new YAMLMapper();

    @Test
    void theCommittedFilesAreWhatTheRecordsSay() {
        Path folder = Path.of(System.getProperty("project.root"), "crd-schemas/src/main/resources/crds");
        CrdFiles.generate()
                .forEach((name, crd) -> assertThat(folder.resolve(name))
                        .as("run `make generate` and commit the result")
                        .hasContent(crd));
    }

    @Test
    void theProgramComesWithWhatTheRecordsSay() {
        assertThat(ShippedCrds.texts())
                .containsExactlyElementsOf(ShippedCrds.generate().values().stream()
                        .map(JsonNode::toString)
                        .toList());
    }

    @Test
    void theCommittedReferenceIsWhatTheRecordsSay() {
        Path folder = Path.of(System.getProperty("project.root"), "docs", "reference");
        CrdFiles.generateReference()
                .forEach((name, page) -> assertThat(folder.resolve(name)).hasContent(page));
    }

    @Test
    void everyFieldIsDescribed() throws Exception {
        List<String> silent = new ArrayList<>();
        for (String file : ShippedCrds.texts()) {
            JsonNode crd = yaml.readTree(file);
            JsonNode schema = crd.at("/spec/versions/0/schema/openAPIV3Schema");
            collectUndescribed(schema, crd.at("/spec/names/kind").asText(), silent);
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void aSchemaSaysTypeBoundsDefaultAndWhetherAFieldIsRequired() throws Exception {
        JsonNode spec = schemaOf("applications").at("/properties/spec");
        assertThat(spec.at("/required").toString()).isEqualTo("[\"template\"]");
        JsonNode replicas = spec.at("/properties/replicas");
        assertThat(replicas.path("type").asText()).isEqualTo("integer");
        assertThat(replicas.path("default").asInt()).isEqualTo(1);
        assertThat(replicas.path("maximum").asInt()).isEqualTo(1000);
        JsonNode health = spec.at("/properties/template/properties/healthCheck");
        assertThat(health.path("oneOf")).hasSize(3);
        assertThat(health.path("required").isMissingNode()).isTrue();
        assertThat(spec.at("/properties/strategy/properties/type/description").asText())
                .contains("Recreate: All old containers");
    }

    @Test
    void noItemOfAListHasADefaultSoThatApplyingAManifestAgainChangesNothing() throws Exception {
        JsonNode application = schemaOf("applications");
        assertThat(application.findParents("items"))
                .isNotEmpty()
                .allSatisfy(list ->
                        assertThat(list.path("items").findValues("default")).isEmpty());
    }

    private JsonNode schemaOf(String plural) throws Exception {
        String file = CrdFiles.generate().get(plural + ".yaml");
        return yaml.readTree(file).at("/spec/versions/0/schema/openAPIV3Schema");
    }

    private static void collectUndescribed(JsonNode schema, String path, List<String> silent) {
        schema.path("properties").properties().forEach(entry -> {
            String field = path + "." + entry.getKey();
            if (!entry.getValue().has("description")) {
                silent.add(field);
            }
            collectUndescribed(entry.getValue(), field, silent);
        });
        if (schema.path("items").isObject()) {
            collectUndescribed(schema.path("items"), path + "[]", silent);
        }
    }
}
