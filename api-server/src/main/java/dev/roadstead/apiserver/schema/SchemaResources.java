package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The YAML files that are part of this module. */
final class SchemaResources {
    private SchemaResources() {}

    /**
     * @param name on the class path, under {@code dev/roadstead/apiserver/}
     */
    static ObjectNode load(String name) {
        String path = "/dev/roadstead/apiserver/" + name;
        try (InputStream in = SchemaResources.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks " + path);
            }
            return (ObjectNode) DocumentReader.read(in.readAllBytes(), Format.YAML);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + path, e);
        }
    }
}
