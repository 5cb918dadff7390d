package dev.roadstead.apiserver.managedfields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.schema.FieldType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value without some of its fields. Objects and lists that become empty by it go too. */
final class Removal {
    private Removal() {}

    /** Null when nothing is left. */
    static @Nullable JsonNode remove(FieldType type, JsonNode value, FieldSet gone) {
        if (gone.isEmpty()) {
            return value;
        }
        return switch (type) {
            case FieldType.Fields fields when value instanceof ObjectNode object -> fields(fields, object, gone);
            case FieldType.Untyped ignored
            when value instanceof ObjectNode object -> fields(FieldWalk.UNTYPED_OBJECT, object, gone);
            case FieldType.ValueSet ignored when value instanceof ArrayNode array -> items(type, array, gone);
            case FieldType.KeyedList ignored when value instanceof ArrayNode array -> items(type, array, gone);
            default -> value;
        };
    }

    private static @Nullable ObjectNode fields(FieldType.Fields type, ObjectNode object, FieldSet gone) {
        ObjectNode rest = object.objectNode();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            FieldSet below = gone.at(PathElement.field(entry.getKey()));
            JsonNode left = left(type.of(entry.getKey()), entry.getValue(), below);
            if (left != null) {
                rest.set(entry.getKey(), left);
            }
        }
        return rest.isEmpty() && !object.isEmpty() ? null : rest;
    }

    private static @Nullable ArrayNode items(FieldType type, ArrayNode array, FieldSet gone) {
        ArrayNode rest = array.arrayNode();
        for (JsonNode item : array) {
            PathElement element = Items.element(type, item);
            JsonNode left = element == null ? item : left(Items.itemType(type), item, gone.at(element));
            if (left != null) {
                rest.add(left);
            }
        }
        return rest.isEmpty() && !array.isEmpty() ? null : rest;
    }

    private static @Nullable JsonNode left(FieldType type, JsonNode value, FieldSet gone) {
        return gone.self() ? null : remove(type, value, gone);
    }
}
