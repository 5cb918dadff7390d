package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a schema wants, in words. */
final class Expectations {
    private static final Map<String, String> TYPES = Map.of(
            "integer", "an integer",
            "number", "a number",
            "string", "a string",
            "boolean", "true or false",
            "array", "a list",
            "object", "an object (keys and values)");

    private static final Map<String, String> FORMATS = Map.of(
            "date", "a date as 2006-01-02",
            "date-time", "a time as 2006-01-02T15:04:05Z",
            "email", "an email address",
            "hostname", "a host name",
            "ipv4", "an IPv4 address",
            "ipv6", "an IPv6 address",
            "uri", "a URI",
            "uuid", "a UUID");

    private Expectations() {}

    /**
     * @param types as JSON Schema lists them
     */
    static String type(JsonNode schema, JsonNode types) {
        String wanted = types.valueStream()
                .map(JsonNode::asText)
                .filter(type -> !type.equals("null"))
                .map(type -> TYPES.getOrDefault(type, type))
                .collect(Collectors.joining(" or "));
        String limits = limits(schema);
        return "must be " + wanted + (limits.isEmpty() ? "" : ", " + limits);
    }

    /** Both bounds, where the schema has both; a bound that its format implies stands alone. */
    static String bounds(JsonNode schema, String keyword, JsonNode limit) {
        String written = keyword.toLowerCase(Locale.ROOT).endsWith("minimum") ? "minimum" : "maximum";
        return "must be " + (schema.has(written) ? limits(schema) : limit(keyword, limit));
    }

    private static String limits(JsonNode schema) {
        List<String> limits = new ArrayList<>();
        if (schema.has("minimum")) {
            limits.add(limit(
                    schema.path("exclusiveMinimum").asBoolean() ? "exclusiveMinimum" : "minimum",
                    schema.get("minimum")));
        }
        if (schema.has("maximum")) {
            limits.add(limit(
                    schema.path("exclusiveMaximum").asBoolean() ? "exclusiveMaximum" : "maximum",
                    schema.get("maximum")));
        }
        return String.join(" and ", limits);
    }

    private static String limit(String keyword, JsonNode limit) {
        return switch (keyword) {
            case "minimum" -> "at least " + limit;
            case "maximum" -> "at most " + limit;
            case "exclusiveMinimum" -> "above " + limit;
            default -> "below " + limit;
        };
    }

    static List<String> supported(JsonNode values) {
        return values.valueStream()
                .filter(value -> !value.isNull())
                .map(JsonNode::asText)
                .toList();
    }

    static String minLength(JsonNode limit) {
        return limit.asInt() == 1 ? "must not be empty" : "must have at least " + limit + " characters";
    }

    static String maxLength(JsonNode value, JsonNode limit) {
        String text = value.asText();
        return text.codePointCount(0, text.length()) + " characters: must have at most " + limit;
    }

    static String atLeast(int found, JsonNode limit, String one, String many) {
        return "must have at least " + limit + " " + (limit.asInt() == 1 ? one : many) + ", found " + found;
    }

    static String pattern(JsonNode schema, JsonNode pattern) {
        String description = firstSentence(schema.path("description").asText());
        return "must match the pattern " + pattern.asText() + (description.isEmpty() ? "" : " (" + description + ")");
    }

    static String format(JsonNode format) {
        return "must be " + FORMATS.getOrDefault(format.asText(), "of the format " + format.asText());
    }

    private static String firstSentence(String text) {
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }
}
