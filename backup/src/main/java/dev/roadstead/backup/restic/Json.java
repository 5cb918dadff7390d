package dev.roadstead.backup.restic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON of a repository's objects. */
public final class Json {
    /** Whoever has the key may have large objects; depth is bounded by the format. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(-1)
                    .maxStringLength(1 << 26)
                    .build())
            .build();

    public static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

    private Json() {}

    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An object.
     *
     * @throws dev.roadstead.backup.RepositoryException DAMAGED when it is none
     */
    public static JsonNode object(String name, byte[] bytes) {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (IOException e) {
            throw Damage.in(name, "is not JSON", e);
        }
        throw Damage.in(name, "is no JSON object");
    }

    /** A field that has to be there. */
    public static String text(String name, JsonNode object, String field) {
        JsonNode value = object.get(field);
        if (value == null || !value.isTextual()) {
            throw Damage.in(name, "has no " + field);
        }
        return value.textValue();
    }
}
