package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.apiserver.cel.ValueType.Limit;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How large, how small and how many the values of a schema can be, for estimates of what rules cost. The numbers are
 * Kubernetes' (apiserver, {@code pkg/cel/common/schemas.go} and {@code pkg/cel/limits.go}): what has no limit in the schema
 * is limited by what fits into a request.
 */
final class ValueSizes {
    private static final long REQUEST = 3 << 20;
    private static final int BYTES_OF_CHARACTER = 4;
    private static final int EMPTY = 2;

    private ValueSizes() {}

    /** How many characters, items or entries a value can have; none for what has no size. */
    static Limit limit(SchemaNode schema) {
        if (schema.intOrString()) {
            return characters(schema.raw());
        }
        return switch (schema.type()) {
            case "string" -> text(schema.raw());
            case "array" -> {
                Long declared = number(schema, "maxItems");
                yield declared != null
                        ? new Limit(declared, true)
                        : new Limit((REQUEST - EMPTY) / (smallest(schema.items()) + 1), false);
            }
            case "object" -> {
                Long declared = number(schema, "maxProperties");
                if (schema.additional() == null) {
                    yield Limit.NONE;
                }
                yield declared != null
                        ? new Limit(declared, true)
                        : new Limit((REQUEST - EMPTY) / (smallest(schema.additional()) + 6), false);
            }
            default -> Limit.NONE;
        };
    }

    private static Limit text(JsonNode raw) {
        return switch (raw.path("format").asText()) {
            case "date" -> new Limit(12, true);
            case "date-time", "duration" -> new Limit(32, true);
            case "byte" ->
                raw.path("maxLength").isNumber()
                        ? new Limit(raw.path("maxLength").asLong(), true)
                        : characters(raw);
            default -> characters(raw);
        };
    }

    /** maxLength counts characters, of which each may take four bytes. */
    private static Limit characters(JsonNode raw) {
        if (raw.path("maxLength").isNumber()) {
            return new Limit(BYTES_OF_CHARACTER * raw.path("maxLength").asLong(), true);
        }
        long longest = 0;
        for (JsonNode value : raw.path("enum")) {
            longest = Math.max(longest, bytes(value.asText()));
        }
        return raw.has("enum") ? new Limit(longest, true) : Limit.OF_REQUEST;
    }

    /** How often a value can stand in a request, with a comma after each. */
    static long mostOf(SchemaNode schema) {
        return REQUEST / (smallest(schema) + 1);
    }

    /** Bytes of the shortest JSON of a value: with the fields that are required and have no default. */
    private static long smallest(@Nullable SchemaNode schema) {
        if (schema == null || schema.intOrString()) {
            return 1;
        }
        return switch (schema.type()) {
            case "object" -> schema.additional() != null ? EMPTY : object(schema);
            case "array" -> EMPTY;
            case "string" ->
                switch (schema.raw().path("format").asText()) {
                    case "date" -> 12;
                    case "date-time" -> 21;
                    case "duration" -> 3;
                    default -> EMPTY;
                };
            case "boolean" -> 4;
            default -> 1;
        };
    }

    private static long object(SchemaNode schema) {
        long size = EMPTY;
        Set<String> required = new LinkedHashSet<>();
        schema.raw().path("required").forEach(name -> required.add(name.asText()));
        // A name that stood there twice would double the work at each level.
        for (String name : required) {
            SchemaNode field = schema.properties().get(name);
            if (field != null && field.defaultValue() == null) {
                size += bytes(name) + smallest(field) + 4;
            }
        }
        return size;
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static @Nullable Long number(SchemaNode schema, String keyword) {
        JsonNode value = schema.raw().path(keyword);
        return value.isNumber() ? Long.valueOf(value.asLong()) : null;
    }

    /** The entries of schemas below by which their number grows; null where there is no limit. */
    static @Nullable Long times(SchemaNode schema) {
        return switch (schema.type()) {
            case "array" -> number(schema, "maxItems");
            case "object" -> schema.additional() == null ? Long.valueOf(1) : number(schema, "maxProperties");
            default -> Long.valueOf(1);
        };
    }
}
