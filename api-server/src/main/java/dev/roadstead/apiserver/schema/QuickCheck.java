package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Finds out in one pass that a value is valid, which nearly every value is. It may fail to find out, about a valid value
 * too: then the validator must look, which is ten times slower, knows every keyword, and says what is wrong.
 *
 * @param types null: any
 * @param additional of fields without a schema of their own; null: any value
 * @param values null: any; otherwise only these strings
 * @param from the least number, inclusive
 * @param to the greatest number, inclusive
 * @param beyond whether the schema says more than this class knows
 */
record QuickCheck(
        @Nullable Set<String> types,
        Map<String, QuickCheck> properties,
        @Nullable QuickCheck additional,
        @Nullable QuickCheck items,
        List<String> required,
        Size length,
        Size count,
        Size fields,
        @Nullable BoundedPattern pattern,
        boolean dateTime,
        @Nullable Set<String> values,
        long from,
        long to,
        boolean beyond) {

    private static final long ODD_SIZE = 1_000_000_000;
    private static final Set<String> BOUNDS = Set.of("minimum", "maximum");
    private static final Set<String> SIZES =
            Set.of("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties");
    private static final Set<String> OTHERS =
            Set.of("type", "properties", "additionalProperties", "items", "required", "pattern", "format", "enum");

    /** Both inclusive. */
    private record Size(int least, int most) {
        static Size of(JsonNode schema, String what) {
            return new Size(
                    schema.path("min" + what).asInt(0),
                    schema.path("max" + what).asInt(Integer.MAX_VALUE));
        }

        boolean holds(int size) {
            return least <= size && size <= most;
        }
    }

    /** Of a schema as {@link JsonSchemaTranslation} writes it. */
    static QuickCheck of(JsonNode schema) {
        Map<String, QuickCheck> properties = new HashMap<>();
        schema.path("properties").properties().forEach(entry -> properties.put(entry.getKey(), of(entry.getValue())));
        boolean dateTime = schema.path("format").asText().equals("date-time");
        return new QuickCheck(
                schema.has("type") ? strings(schema.get("type")) : null,
                properties,
                schema.has("additionalProperties") ? of(schema.get("additionalProperties")) : null,
                schema.has("items") ? of(schema.get("items")) : null,
                List.copyOf(strings(schema.path("required"))),
                Size.of(schema, "Length"),
                Size.of(schema, "Items"),
                Size.of(schema, "Properties"),
                schema.path("pattern").isTextual()
                        ? BoundedPattern.compile(schema.get("pattern").textValue())
                        : null,
                dateTime,
                schema.has("enum") ? strings(schema.get("enum")) : null,
                schema.path("minimum").asLong(Long.MIN_VALUE),
                schema.path("maximum").asLong(Long.MAX_VALUE),
                isBeyond(schema) || (schema.has("format") && !dateTime));
    }

    private static boolean isBeyond(JsonNode schema) {
        return !(schema instanceof ObjectNode object)
                || object.properties().stream().anyMatch(entry -> !isKnown(entry.getKey()))
                || (object.has("pattern") && !object.get("pattern").isTextual())
                || BOUNDS.stream().map(object::path).anyMatch(QuickCheck::isOddBound)
                || SIZES.stream().map(object::path).anyMatch(size -> isOddBound(size) || size.asLong() > ODD_SIZE);
    }

    private static boolean isKnown(String keyword) {
        return OTHERS.contains(keyword) || SIZES.contains(keyword) || BOUNDS.contains(keyword);
    }

    private static boolean isOddBound(JsonNode bound) {
        return !bound.isMissingNode() && !(bound.isIntegralNumber() && bound.canConvertToLong());
    }

    private static Set<String> strings(JsonNode array) {
        Set<String> strings = new HashSet<>();
        StreamSupport.stream(array.spliterator(), false)
                .filter(JsonNode::isTextual)
                .forEach(each -> strings.add(each.textValue()));
        return strings;
    }

    /** True only of a value that is valid. */
    boolean accepts(JsonNode value) {
        if (beyond) {
            return false;
        }
        return switch (value.getNodeType()) {
            case OBJECT -> allows("object") && acceptsFields(value);
            case ARRAY -> allows("array") && acceptsItems(value);
            case STRING -> allows("string") && acceptsText(value.textValue());
            case NUMBER -> acceptsNumber(value);
            case BOOLEAN -> allows("boolean") && values == null;
            case NULL -> allows("null") && values == null;
            case BINARY, MISSING, POJO -> false;
        };
    }

    private boolean allows(String type) {
        return types == null || types.contains(type);
    }

    private boolean acceptsFields(JsonNode object) {
        if (values != null || !fields.holds(object.size())) {
            return false;
        }
        for (String name : required) {
            if (!object.has(name)) {
                return false;
            }
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            QuickCheck property = properties.get(field.getKey());
            QuickCheck check = property == null ? additional : property;
            if (check != null && !check.accepts(field.getValue())) {
                return false;
            }
        }
        return true;
    }

    private boolean acceptsItems(JsonNode array) {
        if (values != null || !count.holds(array.size())) {
            return false;
        }
        if (items != null) {
            for (JsonNode item : array) {
                if (!items.accepts(item)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean acceptsText(String text) {
        return (values == null || values.contains(text))
                && length.holds(text.codePointCount(0, text.length()))
                && (pattern == null || pattern.matches(text))
                && (!dateTime || Timestamps.isPlain(text));
    }

    private boolean acceptsNumber(JsonNode number) {
        boolean typed = allows("number") || (allows("integer") && number.isIntegralNumber());
        boolean unbounded = from == Long.MIN_VALUE && to == Long.MAX_VALUE;
        if (!typed || values != null) {
            return false;
        }
        if (!number.isIntegralNumber()) {
            return unbounded;
        }
        return number.canConvertToLong() && from <= number.longValue() && number.longValue() <= to;
    }
}
