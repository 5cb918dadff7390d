package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.schema.ObjectSchema.Shaped;
import dev.roadstead.apiserver.schema.ObjectSchema.UnknownField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One walk over an object and its schema that finds and prunes unknown fields and applies defaults. A value of a wrong
 * type is copied as it is: validation reports it.
 */
final class ObjectShaper {
    private final List<UnknownField> unknown = new ArrayList<>();

    private ObjectShaper() {}

    static Shaped shape(SchemaNode schema, ObjectNode object) {
        ObjectShaper shaper = new ObjectShaper();
        return new Shaped(shaper.object(schema, object, FieldPath.ROOT), List.copyOf(shaper.unknown));
    }

    /** For defaults; what is unknown in them is pruned silently. */
    static JsonNode shapeValue(SchemaNode schema, JsonNode value) {
        return new ObjectShaper().value(schema, value, FieldPath.ROOT);
    }

    /** The paths of what is unknown in a default. */
    static List<String> unknownIn(SchemaNode schema, JsonNode value) {
        ObjectShaper shaper = new ObjectShaper();
        shaper.value(schema, value, FieldPath.ROOT);
        return shaper.unknown.stream().map(UnknownField::path).toList();
    }

    private JsonNode value(SchemaNode schema, JsonNode value, FieldPath at) {
        return switch (value) {
            case ObjectNode object when isObject(schema) -> object(schema, object, at);
            case ArrayNode array when schema.items() != null -> array(schema.items(), array, at);
            default -> value.deepCopy();
        };
    }

    private static boolean isObject(SchemaNode schema) {
        return schema.type().equals("object") || !schema.properties().isEmpty();
    }

    private ObjectNode object(SchemaNode schema, ObjectNode object, FieldPath at) {
        ObjectNode result = object.objectNode();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            field(schema, entry.getKey(), entry.getValue(), at, result);
        }
        for (Map.Entry<String, SchemaNode> property : schema.properties().entrySet()) {
            JsonNode defaultValue = property.getValue().defaultValue();
            if (defaultValue != null && !result.has(property.getKey())) {
                result.set(property.getKey(), defaultValue.deepCopy());
            }
        }
        return result;
    }

    private void field(SchemaNode schema, String name, JsonNode value, FieldPath at, ObjectNode result) {
        SchemaNode child = schema.child(name);
        if (child == null && schema.preserve()) {
            result.set(name, value.deepCopy());
        } else if (child == null) {
            unknown.add(new UnknownField(
                    at.field(name).toString(),
                    Spelling.closest(name, schema.properties().keySet())));
        } else if (!value.isNull() || child.nullable() || !schema.properties().containsKey(name)) {
            result.set(name, value(child, value, schema.pathOf(at, name)));
        }
    }

    private ArrayNode array(SchemaNode items, ArrayNode array, FieldPath at) {
        ArrayNode result = array.arrayNode(array.size());
        for (int i = 0; i < array.size(); i++) {
            JsonNode item = array.get(i);
            result.add(value(items, item, at.index(i)));
        }
        return result;
    }
}
