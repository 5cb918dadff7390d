package dev.roadstead.conformance.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.apiserver.jsonpath.JsonPath;
import java.nio.charset.StandardCharsets;

final class JsonPathFuzzTest {
    private static final JsonNode OBJECT = Kinds.yaml("/manifests/widgets.yaml");

    @FuzzTest(maxDuration = "3s", maxExecutions = 10_000)
    void readsJsonPaths(byte[] input) {
        Bounds.within(() -> {
            try {
                JsonPath.parse(new String(input, StandardCharsets.UTF_8)).select(OBJECT);
            } catch (IllegalArgumentException e) {
                // how the package refuses a path; whoever uses it makes that a fault of the CRD
            }
        });
    }
}
