package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object with apiVersion, kind and metadata of its own that is a part of another one ({@link #KEYWORD}). */
public record EmbeddedResource(FieldPath at, ObjectNode object) {
    static final String KEYWORD = "x-kubernetes-embedded-resource";

    /** Collects those in a value; what is equal to the old value is passed over. */
    static void find(
            SchemaNode schema, JsonNode value, @Nullable JsonNode old, FieldPath at, List<EmbeddedResource> found) {
        if (value.equals(old)) {
            return;
        }
        if (value instanceof ObjectNode object) {
            if (schema.raw().path(KEYWORD).asBoolean()) {
                found.add(new EmbeddedResource(at, object));
            }
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                SchemaNode child = schema.child(entry.getKey());
                if (child != null) {
                    JsonNode before = old == null ? null : old.get(entry.getKey());
                    find(child, entry.getValue(), before, schema.pathOf(at, entry.getKey()), found);
                }
            }
        } else if (value instanceof ArrayNode array && schema.items() != null) {
            ListItems before = ListItems.of(schema, old);
            for (int i = 0; i < array.size(); i++) {
                find(schema.items(), array.get(i), before.sameAs(array.get(i)), at.index(i), found);
            }
        }
    }
}
