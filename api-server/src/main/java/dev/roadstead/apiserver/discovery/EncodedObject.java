package dev.roadstead.apiserver.discovery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stored object, decoded only as far as a rendering needs it: tables of thousands of rows look at two or three of an
 * object's top-level fields, and copy the metadata as it is.
 *
 * @param fields the top-level fields that were asked for
 * @param metadata the encoded {@code metadata}
 */
record EncodedObject(ObjectNode fields, String metadata) {
    private static final ObjectMapper MAPPER = new ObjectMapper(new JsonFactory());

    /**
     * Decodes the top-level fields that are wanted.
     *
     * @param wanted null for all
     */
    static EncodedObject read(byte[] json, @Nullable Set<String> wanted) {
        ObjectNode fields = MAPPER.createObjectNode();
        String metadata = "{}";
        try (JsonParser parser = MAPPER.createParser(json)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken first = parser.nextToken();
                int start = (int) parser.currentTokenLocation().getByteOffset();
                if (wanted == null || wanted.contains(name)) {
                    fields.set(name, parser.<JsonNode>readValueAsTree());
                } else if (first.isStructStart()) {
                    parser.skipChildren();
                }
                if (name.equals("metadata")) {
                    int end = (int) parser.currentLocation().getByteOffset();
                    metadata = new String(json, start, end - start, StandardCharsets.UTF_8);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a stored object is not JSON", e);
        }
        return new EncodedObject(fields, metadata);
    }
}
