package dev.roadstead.conformance.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.patch.PatchType;
import dev.roadstead.apiserver.patch.Patches;
import dev.roadstead.apiserver.schema.CrdCompiler;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.conformance.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class PatchVectorsTest {
    private final ResourceDefinition widgets = CrdCompiler.compile(
                    (ObjectNode) yaml(TestServer.resource("/manifests/widgets.yaml")))
            .getFirst();

    @TestFactory
    Stream<DynamicTest> appliesJsonPatchesAsRfc6902ShowsThem() {
        return vectors("rfc6902.yaml", PatchType.JSON);
    }

    @TestFactory
    Stream<DynamicTest> appliesJsonPatchesAsPublicSuitesDo() {
        return vectors("json-patch-corners.yaml", PatchType.JSON);
    }

    @TestFactory
    Stream<DynamicTest> appliesMergePatchesAsRfc7396ShowsThem() {
        return vectors("rfc7396.yaml", PatchType.MERGE);
    }

    private Stream<DynamicTest> vectors(String file, PatchType type) {
        return yaml(TestServer.resource("/patch/" + file))
                .valueStream()
                .map(vector -> dynamicTest(vector.path("name").asText(), () -> check(vector, type)));
    }

    /** A vector gives a document, a patch, and the result, or nothing where the patch must be refused. */
    private void check(JsonNode vector, PatchType type) {
        ObjectNode document = (ObjectNode) json(vector.path("doc"));
        ObjectNode before = document.deepCopy();
        byte[] patch = vector.path("patch").asText().getBytes(StandardCharsets.UTF_8);

        if (vector.has("result")) {
            assertThat(Patches.apply(type, document, patch, widgets)).isEqualTo(json(vector.path("result")));
        } else {
            assertThat(catchThrowableOfType(ApiException.class, () -> Patches.apply(type, document, patch, widgets)))
                    .isNotNull();
        }
        assertThat(document).as("the document that was patched").isEqualTo(before);
    }

    private static JsonNode json(JsonNode text) {
        return DocumentReader.read(text.asText().getBytes(StandardCharsets.UTF_8), Format.JSON);
    }

    private static JsonNode yaml(String text) {
        return DocumentReader.read(text.getBytes(StandardCharsets.UTF_8), Format.YAML);
    }
}
