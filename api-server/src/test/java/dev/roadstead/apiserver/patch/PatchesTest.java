package dev.roadstead.apiserver.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.TestKinds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class PatchesTest {
    private final ResourceDefinition application = TestKinds.application();
    private final ResourceDefinition serviceAccount = TestKinds.core("serviceaccounts");

    @TestFactory
    Stream<DynamicTest> appliesJsonPatches() throws IOException {
        return vectors("json-patch.yaml", PatchType.JSON, application);
    }

    @TestFactory
    Stream<DynamicTest> appliesMergePatches() throws IOException {
        return vectors("merge-patch.yaml", PatchType.MERGE, application);
    }

    @TestFactory
    Stream<DynamicTest> appliesStrategicMergePatches() throws IOException {
        return vectors("strategic-merge-patch.yaml", PatchType.STRATEGIC, serviceAccount);
    }

    @Test
    void refusesStrategicMergePatchesOfCustomResources() {
        ApiFault fault = fault(PatchType.STRATEGIC, "{}", "{}", application);

        assertThat(fault).isInstanceOf(ApiFault.UnsupportedMediaType.class);
        assertThat(fault.message())
                .isEqualTo("the body of the request was in an unknown format - accepted media types include:"
                        + " application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml");
    }

    @Test
    void boundsTheNumberOfOperations() {
        String patch = "[" + "{\"op\":\"test\",\"path\":\"/a\",\"value\":1},".repeat(10_000)
                + "{\"op\":\"test\",\"path\":\"/a\",\"value\":1}]";

        assertThat(fault(PatchType.JSON, "{a: 1}", patch, application)).isInstanceOf(ApiFault.TooLarge.class);
    }

    @Test
    void refusesPatchesThatCannotBeRead() {
        assertThat(fault(PatchType.MERGE, "{}", "{\"a\":1,\"a\":2}", application)
                        .message())
                .contains("line 1, column 8: duplicate field");
    }

    @Test
    void knowsThePatchTypesByTheirMediaTypes() {
        assertThat(PatchType.of("application/merge-patch+json; charset=utf-8")).isEqualTo(PatchType.MERGE);
        assertThat(catchThrowableOfType(ApiException.class, () -> PatchType.of("application/json"))
                        .fault())
                .isInstanceOf(ApiFault.UnsupportedMediaType.class);
    }

    private static Stream<DynamicTest> vectors(String file, PatchType type, ResourceDefinition d) throws IOException {
        JsonNode vectors;
        try (InputStream in = PatchesTest.class.getResourceAsStream(file)) {
            vectors = DocumentReader.read(in.readAllBytes(), Format.YAML);
        }
        return vectors.valueStream()
                .map(vector -> DynamicTest.dynamicTest(vector.path("rule").asText(), () -> check(vector, type, d)));
    }

    private static void check(JsonNode vector, PatchType type, ResourceDefinition d) {
        ObjectNode doc = (ObjectNode) vector.get("doc");
        ObjectNode before = doc.deepCopy();
        byte[] patch = vector.get("patch").toString().getBytes(StandardCharsets.UTF_8);
        if (vector.has("result")) {
            assertThat(Patches.apply(type, doc, patch, d).toString())
                    .isEqualTo(vector.get("result").toString());
        } else {
            ApiException e = catchThrowableOfType(ApiException.class, () -> Patches.apply(type, doc, patch, d));
            assertThat(e).isNotNull();
            boolean invalid = vector.has("invalid");
            assertThat(e.fault()).isInstanceOf(invalid ? ApiFault.Invalid.class : ApiFault.BadRequest.class);
            assertThat(e)
                    .hasMessageContaining(
                            vector.path(invalid ? "invalid" : "malformed").asText());
        }
        assertThat(doc).as("the current object").isEqualTo(before);
    }

    private static ApiFault fault(PatchType type, String current, String patch, ResourceDefinition d) {
        byte[] bytes = patch.getBytes(StandardCharsets.UTF_8);
        return catchThrowableOfType(ApiException.class, () -> Patches.apply(type, TestKinds.yaml(current), bytes, d))
                .fault();
    }
}
