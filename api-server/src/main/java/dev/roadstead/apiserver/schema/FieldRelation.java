package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule on which fields of an object may stand together. JSON Schema writes it with {@code required} inside
 * {@code oneOf}, {@code anyOf} and {@code not}, and reports it in words that nobody understands.
 */
record FieldRelation(Kind kind, List<String> fields) {
    enum Kind {
        EXACTLY_ONE,
        AT_LEAST_ONE,
        NOT_ALL
    }

    /** What is wrong with the object, or null. */
    @Nullable
    String complaint(ObjectNode object) {
        List<String> found = fields.stream().filter(object::has).toList();
        String names = String.join(", ", fields);
        return switch (kind) {
            case EXACTLY_ONE ->
                found.size() == 1 ? null : "exactly one of " + names + " must be set; found " + listed(found);
            case AT_LEAST_ONE -> found.isEmpty() ? "at least one of " + names + " must be set; found none" : null;
            case NOT_ALL -> found.size() < fields.size() ? null : notAll(names);
        };
    }

    private String notAll(String names) {
        return switch (fields.size()) {
            case 1 -> names + " must not be set";
            case 2 -> "at most one of " + names + " may be set";
            default -> names + " may not be set together";
        };
    }

    private static String listed(List<String> found) {
        return found.isEmpty() ? "none" : String.join(", ", found);
    }

    /** The relations that a schema states; other uses of the same keywords are left to the JSON Schema validator. */
    static List<FieldRelation> in(ObjectNode schema) {
        List<FieldRelation> relations = new ArrayList<>();
        relations.addAll(ofAlternatives(schema.path("oneOf"), Kind.EXACTLY_ONE));
        relations.addAll(ofAlternatives(schema.path("anyOf"), Kind.AT_LEAST_ONE));
        relations.addAll(ofNot(schema.path("not")));
        for (JsonNode part : schema.path("allOf")) {
            if (part instanceof ObjectNode object) {
                relations.addAll(in(object));
            }
        }
        return List.copyOf(relations);
    }

    /** Whether the value of the keyword says nothing but relations, so that the JSON Schema validator can skip it. */
    static boolean isRelation(String keyword, JsonNode value) {
        return switch (keyword) {
            case "oneOf", "anyOf" -> !ofAlternatives(value, Kind.EXACTLY_ONE).isEmpty();
            case "not" -> !ofNot(value).isEmpty();
            case "allOf" ->
                !value.isEmpty()
                        && value.valueStream()
                                .allMatch(part -> !part.isEmpty()
                                        && part.propertyStream()
                                                .allMatch(entry -> isRelation(entry.getKey(), entry.getValue())));
            default -> false;
        };
    }

    /** {@code [{required: [a]}, {required: [b]}]}. */
    private static List<FieldRelation> ofAlternatives(JsonNode alternatives, Kind kind) {
        List<String> names = new ArrayList<>();
        for (JsonNode alternative : alternatives) {
            List<String> required = onlyRequired(alternative);
            if (required.size() != 1) {
                return List.of();
            }
            names.addAll(required);
        }
        return names.isEmpty() ? List.of() : List.of(new FieldRelation(kind, List.copyOf(names)));
    }

    /** {@code {required: [a, b]}}, or {@code {anyOf: [{required: [a, b]}, {required: [a, c]}]}}. */
    private static List<FieldRelation> ofNot(JsonNode not) {
        List<String> required = onlyRequired(not);
        if (!required.isEmpty()) {
            return List.of(new FieldRelation(Kind.NOT_ALL, required));
        }
        if (not.size() != 1 || !not.path("anyOf").isArray()) {
            return List.of();
        }
        List<FieldRelation> relations = new ArrayList<>();
        for (JsonNode alternative : not.path("anyOf")) {
            List<FieldRelation> inner = ofNot(alternative);
            if (inner.isEmpty()) {
                return List.of();
            }
            relations.addAll(inner);
        }
        return relations;
    }

    private static List<String> onlyRequired(JsonNode schema) {
        JsonNode required = schema.path("required");
        if (schema.size() != 1 || !required.isArray()) {
            return List.of();
        }
        return required.valueStream().map(JsonNode::asText).toList();
    }
}
