package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Kinds and objects that several tests use. */
public final class TestKinds {
    private TestKinds() {}

    public static ResourceDefinition application() {
        return CrdCompiler.compile(applicationCrd()).getFirst();
    }

    public static ObjectNode applicationCrd() {
        return document("schema/application-crd.yaml");
    }

    /** A valid Application that uses nearly every field. */
    public static ObjectNode manifest() {
        return document("admission/application.yaml");
    }

    public static ResourceDefinition core(String resource) {
        return CoreKinds.definitions().stream()
                .filter(definition -> definition.resource().equals(resource))
                .findFirst()
                .orElseThrow();
    }

    /** @param name of a file in this module's test resources, under {@code dev/roadstead/apiserver/} */
    static ObjectNode document(String name) {
        try (InputStream in = TestKinds.class.getResourceAsStream("/dev/roadstead/apiserver/" + name)) {
            return (ObjectNode)
                    DocumentReader.read(Objects.requireNonNull(in, name).readAllBytes(), Format.YAML);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ObjectNode yaml(String text) {
        return (ObjectNode) tree(text);
    }

    public static JsonNode tree(String yaml) {
        return DocumentReader.read(yaml.getBytes(StandardCharsets.UTF_8), Format.YAML);
    }
}
