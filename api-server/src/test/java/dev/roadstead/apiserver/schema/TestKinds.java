package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import java.nio.charset.StandardCharsets;

/** Kinds and objects that several tests use. */
public final class TestKinds {
    private TestKinds() {}

    public static ResourceDefinition application() {
        return CrdCompiler.compile(applicationCrd()).getFirst();
    }

    public static ObjectNode applicationCrd() {
        return SchemaResources.load("schema/application-crd.yaml");
    }

    /** A valid Application that uses nearly every field. */
    public static ObjectNode manifest() {
        return SchemaResources.load("admission/application.yaml");
    }

    public static ResourceDefinition core(String resource) {
        return CoreKinds.definitions().stream()
                .filter(definition -> definition.resource().equals(resource))
                .findFirst()
                .orElseThrow();
    }

    public static ObjectNode yaml(String text) {
        return (ObjectNode) tree(text);
    }

    public static JsonNode tree(String yaml) {
        return DocumentReader.read(yaml.getBytes(StandardCharsets.UTF_8), Format.YAML);
    }
}
