package dev.roadstead.apiserver.selector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadstead.apiserver.json.Json;
import dev.roadstead.apiserver.jsonpath.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of a kind that field selectors may name, besides those of its key. Immutable and thread-safe. */
public final class SelectableFields {
    private static final ObjectMapper MAPPER = Json.mapper();

    private final Map<String, JsonPath> paths = new HashMap<>();

    /** Compiles JSON paths like {@code .spec.nodeName}. */
    public SelectableFields(List<String> paths) {
        for (String path : paths) {
            this.paths.put(path.substring(1), JsonPath.parse(path));
        }
    }

    /**
     * The values of the fields that are there, by their names in selectors.
     *
     * @param json a complete encoded object
     */
    public Map<String, String> read(byte[] json) {
        JsonNode object = decode(json);
        Map<String, String> values = new HashMap<>();
        paths.forEach((name, path) -> {
            JsonNode node = path.first(object);
            if (node != null) {
                values.put(name, node.asText());
            }
        });
        return Map.copyOf(values);
    }

    private static JsonNode decode(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a stored object is not JSON", e);
        }
    }
}
