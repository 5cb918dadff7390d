package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.Cause;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/** What makes a schema structural (Kubernetes, "Specifying a structural schema"), and usable by the engine. */
final class StructuralRules {
    private static final Set<String> TYPES = Set.of("array", "boolean", "integer", "number", "object", "string");
    private static final List<String> UNSUPPORTED =
            List.of("$ref", "additionalItems", "definitions", "dependencies", "id", "patternProperties", "uniqueItems");
    private static final List<String> COUNTS =
            List.of("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties");
    private static final List<String> NUMBERS = List.of("minimum", "maximum", "multipleOf");
    private static final List<String> FLAGS = List.of(
            "nullable",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "x-kubernetes-preserve-unknown-fields",
            "x-kubernetes-embedded-resource",
            "x-kubernetes-int-or-string");

    /** What only a schema outside of allOf, anyOf, oneOf and not may say. */
    private static final List<String> DECLARING = List.of(
            "type",
            "default",
            "nullable",
            "title",
            "description",
            "additionalProperties",
            "x-kubernetes-preserve-unknown-fields",
            "x-kubernetes-embedded-resource",
            "x-kubernetes-int-or-string",
            "x-kubernetes-list-type",
            "x-kubernetes-list-map-keys",
            "x-kubernetes-map-type",
            ValidationRule.KEYWORD);

    private final List<Cause> causes;

    private StructuralRules(List<Cause> causes) {
        this.causes = causes;
    }

    /**
     * Checks a schema of whole objects.
     *
     * @param known whether it is in force already
     */
    static void check(ObjectNode schema, FieldPath at, boolean known, List<Cause> causes) {
        StructuralRules rules = new StructuralRules(causes);
        int before = causes.size();
        if (!schema.path("type").asText().equals("object")) {
            causes.add(Causes.invalid(at.field("type"), schema.path("type"), "must be object at the root"));
        }
        if (schema.has("additionalProperties")) {
            causes.add(Causes.forbidden(at.field("additionalProperties"), "not allowed at the root"));
        }
        ExtensionRules.checkMetadata(schema, at, causes);
        rules.node(schema, at);
        if (causes.size() == before) {
            DefaultRules.check(schema, at, causes);
            RuleChecks.check(schema, at, known, causes);
        }
    }

    private void node(ObjectNode schema, FieldPath at) {
        type(schema, at);
        keywords(schema, at);
        object(schema, at);
        array(schema, at);
        ExtensionRules.check(schema, at, causes);
        for (String junctor : List.of("allOf", "anyOf", "oneOf")) {
            JsonNode parts = schema.path(junctor);
            if (!parts.isMissingNode()
                    && (!parts.isArray() || !parts.valueStream().allMatch(JsonNode::isObject))) {
                causes.add(Causes.invalid(at.field(junctor), parts, "must be a list of schemas"));
            }
            boolean typed = schema.path("x-kubernetes-int-or-string").asBoolean() && !junctor.equals("oneOf");
            for (int i = 0; i < parts.size(); i++) {
                part(parts.path(i), at.field(junctor).index(i), typed);
            }
        }
        part(schema.path("not"), at.field("not"), false);
    }

    /**
     * Inside allOf, anyOf, oneOf and not, a schema restricts values and declares nothing.
     *
     * @param typed whether it may name a type all the same: integer or string, of what may be both
     */
    private void part(JsonNode part, FieldPath at, boolean typed) {
        if (!(part instanceof ObjectNode schema)) {
            if (!part.isMissingNode()) {
                causes.add(Causes.invalid(at, part, "must be a schema"));
            }
            return;
        }
        keywords(schema, at);
        for (String declaring : DECLARING) {
            if (schema.has(declaring) && !(typed && declaring.equals("type"))) {
                causes.add(Causes.forbidden(at.field(declaring), "not allowed inside allOf, anyOf, oneOf and not"));
            }
        }
        for (Map.Entry<String, JsonNode> entry : schema.path("properties").properties()) {
            part(entry.getValue(), at.field("properties").key(entry.getKey()), false);
        }
        part(schema.path("items"), at.field("items"), false);
        part(schema.path("not"), at.field("not"), false);
        for (String junctor : List.of("allOf", "anyOf", "oneOf")) {
            for (int i = 0; i < schema.path(junctor).size(); i++) {
                part(schema.path(junctor).path(i), at.field(junctor).index(i), typed && junctor.equals("anyOf"));
            }
        }
    }

    private void type(ObjectNode schema, FieldPath at) {
        JsonNode type = schema.path("type");
        boolean any = schema.path("x-kubernetes-int-or-string").asBoolean()
                || schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
        if (type.isMissingNode() || type.asText().isEmpty()) {
            if (!any) {
                causes.add(Causes.required(at.field("type"), "must not be empty for specified fields"));
            }
        } else if (!TYPES.contains(type.asText())) {
            causes.add(Causes.notSupported(at.field("type"), type, TYPES));
        }
    }

    private void keywords(ObjectNode schema, FieldPath at) {
        for (String keyword : UNSUPPORTED) {
            if (schema.has(keyword) && !schema.path(keyword).equals(BooleanNode.FALSE)) {
                causes.add(Causes.forbidden(at.field(keyword), "not supported in structural schemas"));
            }
        }
        for (String keyword : COUNTS) {
            JsonNode value = schema.path(keyword);
            if (!value.isMissingNode()
                    && !(value.canConvertToInt() && value.isIntegralNumber() && value.asInt() >= 0)) {
                causes.add(Causes.invalid(at.field(keyword), value, "must be an integer from 0 to 2147483647"));
            }
        }
        for (String keyword : NUMBERS) {
            expect(schema, keyword, at, schema.path(keyword).isNumber(), "must be a number");
        }
        for (String keyword : FLAGS) {
            expect(schema, keyword, at, schema.path(keyword).isBoolean(), "must be true or false");
        }
        if (schema.path("multipleOf").isNumber() && schema.path("multipleOf").asDouble() <= 0) {
            causes.add(Causes.invalid(at.field("multipleOf"), schema.path("multipleOf"), "must be above 0"));
        }
        JsonNode allowed = schema.path("enum");
        expect(schema, "enum", at, allowed.isArray() && !allowed.isEmpty(), "must be a list of at least one value");
        JsonNode required = schema.path("required");
        boolean names = required.isArray() && required.valueStream().allMatch(JsonNode::isTextual);
        expect(schema, "required", at, names, "must be a list of field names");
        pattern(schema.path("pattern"), at.field("pattern"));
        JsonNode rules = schema.path(ValidationRule.KEYWORD);
        boolean entries = rules.isArray() && rules.valueStream().allMatch(JsonNode::isObject);
        expect(schema, ValidationRule.KEYWORD, at, entries, "must be a list of rules");
    }

    private void pattern(JsonNode pattern, FieldPath at) {
        if (pattern.isMissingNode()) {
            return;
        }
        if (!pattern.isTextual()) {
            causes.add(Causes.invalid(at, pattern, "must be a regular expression"));
            return;
        }
        try {
            BoundedPattern.compile(pattern.textValue());
        } catch (PatternSyntaxException e) {
            causes.add(Causes.invalid(at, pattern, "must be a regular expression: " + e.getDescription()));
        }
    }

    private void object(ObjectNode schema, FieldPath at) {
        JsonNode properties = schema.path("properties");
        JsonNode additional = schema.path("additionalProperties");
        expect(schema, "properties", at, properties.isObject(), "must map field names to schemas");
        if (schema.has("properties") && !additional.isMissingNode()) {
            causes.add(Causes.forbidden(
                    at.field("additionalProperties"), "additionalProperties and properties are mutually exclusive"));
        }
        if (additional.isBoolean() && !additional.asBoolean()) {
            causes.add(Causes.forbidden(
                    at.field("additionalProperties"), "must not be false: unknown fields are pruned anyway"));
        } else if (!additional.isBoolean()) {
            child(additional, at.field("additionalProperties"));
        }
        for (Map.Entry<String, JsonNode> entry : properties.properties()) {
            child(entry.getValue(), at.field("properties").key(entry.getKey()));
        }
    }

    private void array(ObjectNode schema, FieldPath at) {
        JsonNode items = schema.path("items");
        child(items, at.field("items"));
        if (schema.path("type").asText().equals("array") && items.isMissingNode()) {
            causes.add(Causes.required(at.field("items"), "must be specified"));
        }
        ListTypeRules.check(schema, at, causes);
    }

    private void child(JsonNode child, FieldPath at) {
        if (child instanceof ObjectNode schema) {
            node(schema, at);
        } else if (!child.isMissingNode()) {
            causes.add(Causes.invalid(at, child, "must be a schema"));
        }
    }

    private void expect(ObjectNode schema, String keyword, FieldPath at, boolean met, String expected) {
        if (schema.has(keyword) && !met) {
            causes.add(Causes.invalid(at.field(keyword), schema.path(keyword), expected));
        }
    }
}
