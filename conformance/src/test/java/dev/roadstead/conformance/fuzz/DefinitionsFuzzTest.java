package dev.roadstead.conformance.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import dev.roadstead.apiserver.schema.CrdCompiler;

final class DefinitionsFuzzTest {
    /** The input is the schema of a definition: its rules in CEL, its patterns and its defaults are compiled with it. */
    @FuzzTest(maxDuration = "3s", maxExecutions = 10_000)
    void compilesSchemas(byte[] schema) {
        Bounds.within(() -> {
            ObjectNode definition = Kinds.yaml("/bad-input/good/crd.yaml");
            ObjectNode version = (ObjectNode) definition.at("/spec/versions/0");
            version.putObject("schema").set("openAPIV3Schema", DocumentReader.read(schema, Format.JSON));
            CrdCompiler.compile(definition);
        });
    }
}
