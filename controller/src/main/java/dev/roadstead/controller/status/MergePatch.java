package dev.roadstead.controller.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON merge patches (RFC 7386). */
public final class MergePatch {
    private MergePatch() {}

    /**
     * The smallest patch that makes one object from the other: changed fields with their new value, arrays whole, removed
     * fields as null. Empty if they are equal.
     */
    public static ObjectNode between(JsonNode from, JsonNode to) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        from.fieldNames().forEachRemaining(field -> {
            if (!to.has(field)) {
                patch.putNull(field);
            }
        });
        to.properties().forEach(entry -> {
            String field = entry.getKey();
            JsonNode after = entry.getValue();
            JsonNode before = from.path(field);
            if (before.equals(after)) {
                return;
            }
            patch.set(field, before.isObject() && after.isObject() ? between(before, after) : after);
        });
        return patch;
    }
}
