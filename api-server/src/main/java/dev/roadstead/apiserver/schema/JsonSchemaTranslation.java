package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rewrites structural schemas, a dialect of OpenAPI 3.0, as JSON Schema 2020-12. What is not listed here is left out:
 * descriptions, defaults, references, Kubernetes' extensions.
 */
final class JsonSchemaTranslation {
    /** Checked in this order; of several errors in one field the first is told. */
    private static final List<String> RESTRICTIONS = List.of(
            "enum",
            "multipleOf",
            "minLength",
            "maxLength",
            "pattern",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties",
            "required");

    /** The formats that mean the same in both worlds. Kubernetes' {@code duration} is Go's, not that of ISO 8601. */
    private static final Set<String> FORMATS =
            Set.of("date", "date-time", "email", "hostname", "ipv4", "ipv6", "uri", "uuid");

    private JsonSchemaTranslation() {}

    static ObjectNode translate(ObjectNode schema) {
        ObjectNode written = schema.path("x-kubernetes-embedded-resource").asBoolean()
                ? ObjectMetaSchema.withMetadata(schema)
                : schema;
        ObjectNode out = schema.objectNode();
        type(written, out);
        for (String keyword : RESTRICTIONS) {
            if (written.has(keyword)) {
                out.set(keyword, written.get(keyword));
            }
        }
        nullInEnum(written, out);
        bounds(written, out);
        if (FORMATS.contains(written.path("format").asText())) {
            out.set("format", written.get("format"));
        }
        children(written, out);
        junctors(written, out);
        return out;
    }

    private static void type(ObjectNode written, ObjectNode out) {
        ArrayNode types = out.arrayNode();
        if (written.path("x-kubernetes-int-or-string").asBoolean()) {
            types.add("integer").add("string");
        } else if (written.path("type").isTextual()) {
            types.add(written.get("type"));
        }
        if (types.isEmpty()) {
            return;
        }
        if (written.path("nullable").asBoolean()) {
            types.add("null");
        }
        out.set("type", types);
    }

    private static void nullInEnum(ObjectNode written, ObjectNode out) {
        if (written.path("nullable").asBoolean() && out.get("enum") instanceof ArrayNode values) {
            out.set("enum", values.deepCopy().add(NullNode.instance));
        }
    }

    private static void bounds(ObjectNode written, ObjectNode out) {
        boolean integer = written.path("type").asText().equals("integer");
        boolean int32 = written.path("format").asText().equals("int32");
        if (written.has("minimum")) {
            String keyword = written.path("exclusiveMinimum").asBoolean() ? "exclusiveMinimum" : "minimum";
            out.set(keyword, written.get("minimum"));
        } else if (integer) {
            out.put("minimum", int32 ? Integer.MIN_VALUE : Long.MIN_VALUE);
        }
        if (written.has("maximum")) {
            String keyword = written.path("exclusiveMaximum").asBoolean() ? "exclusiveMaximum" : "maximum";
            out.set(keyword, written.get("maximum"));
        } else if (integer) {
            out.put("maximum", int32 ? Integer.MAX_VALUE : Long.MAX_VALUE);
        }
    }

    private static void children(ObjectNode written, ObjectNode out) {
        if (written.path("properties") instanceof ObjectNode properties) {
            ObjectNode translated = out.putObject("properties");
            for (Map.Entry<String, JsonNode> entry : properties.properties()) {
                setTranslated(translated, entry.getKey(), entry.getValue());
            }
        }
        setTranslated(out, "items", written.path("items"));
        setTranslated(out, "additionalProperties", written.path("additionalProperties"));
    }

    private static void junctors(ObjectNode written, ObjectNode out) {
        for (String junctor : List.of("allOf", "anyOf", "oneOf", "not")) {
            JsonNode parts = written.path(junctor);
            if (parts.isMissingNode() || FieldRelation.isRelation(junctor, parts)) {
                continue;
            }
            if (parts.isObject()) {
                setTranslated(out, junctor, parts);
                continue;
            }
            ArrayNode translated = out.putArray(junctor);
            parts.forEach(part -> translated.add(part instanceof ObjectNode schema ? translate(schema) : part));
        }
    }

    private static void setTranslated(ObjectNode out, String keyword, JsonNode child) {
        if (child instanceof ObjectNode schema) {
            out.set(keyword, translate(schema));
        }
    }
}
