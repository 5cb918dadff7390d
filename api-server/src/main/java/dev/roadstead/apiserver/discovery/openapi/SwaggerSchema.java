package dev.roadstead.apiserver.discovery.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * A schema of OpenAPI 3.0 in the words of 2.0. What 2.0 cannot say (oneOf, anyOf, not, nullable, a field that is a number
 * or a string) is left open, never narrowed: old clients validate on their own and would refuse what the server takes.
 */
final class SwaggerSchema {
    /** Keywords with the same meaning in both versions. */
    private static final Set<String> SAME = Set.of(
            "title",
            "description",
            "format",
            "type",
            "default",
            "enum",
            "required",
            "multipleOf",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "pattern",
            "maxItems",
            "minItems",
            "uniqueItems",
            "maxProperties",
            "minProperties");

    /** Keywords about the type of a value, which are dropped when the type is open. */
    private static final Set<String> OF_TYPE = Set.of(
            "allOf", "type", "format", "items", "properties", "additionalProperties", "required", "enum", "default");

    private static final String INT_OR_STRING = "x-kubernetes-int-or-string";
    private static final String PRESERVE_UNKNOWN = "x-kubernetes-preserve-unknown-fields";
    private static final String KIND = "x-kubernetes-group-version-kind";

    private SwaggerSchema() {}

    static ObjectNode translate(JsonNode schema) {
        boolean open = schema.path("nullable").asBoolean()
                || schema.path(INT_OR_STRING).asBoolean()
                || (schema.path(PRESERVE_UNKNOWN).asBoolean() && !schema.has(KIND));
        ObjectNode translated = JsonNodeFactory.instance.objectNode();
        schema.forEachEntry((keyword, value) -> {
            if (!open || !OF_TYPE.contains(keyword)) {
                put(translated, keyword, value);
            }
        });
        return translated;
    }

    private static void put(ObjectNode translated, String keyword, JsonNode value) {
        switch (keyword) {
            case "$ref" -> translated.put("$ref", reference(value));
            case "allOf" -> {
                if (value.size() == 1 && value.get(0).has("$ref")) {
                    translated.put("$ref", reference(value.get(0).get("$ref")));
                }
            }
            case "items" -> translated.set("items", translate(value));
            case "additionalProperties" -> {
                if (value.isObject()) {
                    translated.set("additionalProperties", translate(value));
                }
            }
            case "properties" -> {
                ObjectNode properties = translated.putObject("properties");
                value.forEachEntry((name, property) -> properties.set(name, translate(property)));
            }
            default -> {
                // CEL rules are long, and nobody evaluates them from version 2.
                if (SAME.contains(keyword)
                        || (keyword.startsWith("x-") && !keyword.equals("x-kubernetes-validations"))) {
                    translated.set(keyword, value);
                }
            }
        }
    }

    private static String reference(JsonNode reference) {
        return reference.asText().replace(SchemaNames.REFERENCE, "#/definitions/");
    }
}
