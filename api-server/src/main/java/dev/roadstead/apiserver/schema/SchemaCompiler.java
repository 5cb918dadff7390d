package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prepares schemas, from the leaves up, so that defaults are complete when they are needed. */
final class SchemaCompiler {
    private SchemaCompiler() {}

    static SchemaNode compile(ObjectNode schema) {
        return compile(schema, false);
    }

    private static SchemaNode compile(ObjectNode written, boolean inSensitive) {
        ObjectNode raw =
                isTrue(written, "x-kubernetes-embedded-resource") ? ObjectMetaSchema.withMetadata(written) : written;
        boolean sensitive = inSensitive || isTrue(raw, "x-roadstead-sensitive");
        Map<String, SchemaNode> properties = properties(raw.path("properties"), sensitive);
        SchemaNode additional = compileIfPresent(raw.path("additionalProperties"), sensitive);
        SchemaNode items = compileIfPresent(raw.path("items"), sensitive);
        List<ValidationRule> rules = ValidationRule.in(raw);
        SchemaNode node = new SchemaNode(
                raw,
                properties,
                additional,
                items,
                isTrue(raw, "x-kubernetes-preserve-unknown-fields")
                        || raw.path("additionalProperties").asBoolean(false),
                isTrue(raw, "nullable"),
                sensitive,
                null,
                FieldRelation.in(raw),
                rules,
                !rules.isEmpty()
                        || isRuled(additional)
                        || isRuled(items)
                        || properties.values().stream().anyMatch(SchemaNode::ruled));
        JsonNode defaultValue = raw.get("default");
        if (defaultValue == null || (defaultValue.isNull() && !node.nullable())) {
            return node;
        }
        return node.withDefault(ObjectShaper.shapeValue(node, defaultValue));
    }

    private static Map<String, SchemaNode> properties(JsonNode properties, boolean sensitive) {
        Map<String, SchemaNode> compiled = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : properties.properties()) {
            if (entry.getValue() instanceof ObjectNode schema) {
                compiled.put(entry.getKey(), compile(schema, sensitive));
            }
        }
        return Collections.unmodifiableMap(compiled);
    }

    private static @Nullable SchemaNode compileIfPresent(JsonNode schema, boolean sensitive) {
        return schema instanceof ObjectNode object ? compile(object, sensitive) : null;
    }

    private static boolean isRuled(@Nullable SchemaNode node) {
        return node != null && node.ruled();
    }

    private static boolean isTrue(ObjectNode schema, String keyword) {
        return schema.path(keyword).asBoolean(false);
    }
}
