package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.apiserver.cel.ValueType;
import dev.roadstead.apiserver.cel.ValueType.Kind;
import dev.roadstead.apiserver.cel.ValueType.Limit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Structural schemas as types of expressions (Kubernetes, "Validation rules", "Type system integration"). What a schema
 * says nothing of cannot be named: fields that are only preserved, and of {@code metadata} all but name and generateName.
 */
final class ValueTypes {
    private static final ValueType METADATA = new ValueType.ObjectOf(
            "metadata",
            Map.of(
                    "name", new ValueType.Scalar(Kind.STRING, false, new Limit(4 * 253, true)),
                    "generateName", new ValueType.Scalar(Kind.STRING, false, new Limit(4 * 252, true))));

    private ValueTypes() {}

    static ValueType of(SchemaNode schema) {
        ValueType type = of(schema, "object");
        return type == null ? ValueType.ANY : type;
    }

    private static @Nullable ValueType of(SchemaNode schema, String name) {
        JsonNode raw = schema.raw();
        if (schema.intOrString()) {
            return new ValueType.Scalar(Kind.ANY, false, ValueSizes.limit(schema));
        }
        return switch (schema.type()) {
            case "object" -> object(schema, name);
            case "array" -> list(schema, name + ".items");
            case "boolean" -> new ValueType.Scalar(Kind.BOOLEAN, schema.nullable(), Limit.NONE);
            case "integer" -> new ValueType.Scalar(Kind.INTEGER, schema.nullable(), Limit.NONE);
            case "number" -> new ValueType.Scalar(Kind.NUMBER, schema.nullable(), Limit.NONE);
            case "string" ->
                new ValueType.Scalar(text(raw.path("format").asText()), schema.nullable(), ValueSizes.limit(schema));
            default -> null;
        };
    }

    private static ValueType list(SchemaNode list, String name) {
        ValueType type = list.items() == null ? null : of(list.items(), name);
        return new ValueType.ListOf(type == null ? ValueType.ANY : type, ValueSizes.limit(list));
    }

    private static ValueType object(SchemaNode schema, String name) {
        if (schema.additional() != null) {
            ValueType values = of(schema.additional(), name + ".values");
            return new ValueType.MapOf(values == null ? ValueType.ANY : values, ValueSizes.limit(schema));
        }
        Map<String, ValueType> fields = new HashMap<>();
        boolean wholeObject = schema.properties().keySet().containsAll(List.of("apiVersion", "kind", "metadata"));
        schema.properties().forEach((field, child) -> {
            ValueType type = wholeObject && field.equals("metadata") ? METADATA : of(child, name + "." + field);
            if (type != null) {
                fields.put(field, type);
            }
        });
        return new ValueType.ObjectOf(name, fields);
    }

    private static Kind text(String format) {
        return switch (format) {
            case "date", "date-time" -> Kind.TIMESTAMP;
            case "duration" -> Kind.DURATION;
            case "byte" -> Kind.BYTES;
            default -> Kind.STRING;
        };
    }
}
