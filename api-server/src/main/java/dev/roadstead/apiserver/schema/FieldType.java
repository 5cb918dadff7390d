package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which parts of a value have owners of their own (Kubernetes, "Server-Side Apply", "Merge strategy"): a schema reduced to
 * what merging needs. Immutable.
 */
public sealed interface FieldType {
    /** One owner for the whole value: a scalar, a list or a map that is atomic. */
    record Leaf() implements FieldType {}

    /** No owner: the identity of the object, what belongs to the server, and what the schema does not have. */
    record Unowned() implements FieldType {}

    /** No schema: objects are owned field by field, and all else as a whole. */
    record Untyped() implements FieldType {}

    /**
     * An object or a map, owned field by field.
     *
     * @param named fields that the schema knows
     * @param nullable those of them for which null is a value, and not an absence
     * @param others of the fields that it does not know
     */
    record Fields(Map<String, FieldType> named, Set<String> nullable, FieldType others) implements FieldType {
        public FieldType of(String field) {
            return named.getOrDefault(field, others);
        }

        public boolean isNamed(String field) {
            return named.containsKey(field);
        }

        /** Whether a value counts as present: null is an absence where the schema does not allow it. */
        public boolean counts(String field, JsonNode value) {
            return !value.isNull() || nullable.contains(field) || !named.containsKey(field);
        }

        /** The same with some fields that nobody owns. */
        public Fields without(Set<String> fields) {
            Map<String, FieldType> rest = new LinkedHashMap<>(named);
            fields.forEach(field -> rest.put(field, new Unowned()));
            return new Fields(Collections.unmodifiableMap(rest), nullable, others);
        }

        /** The same with one field that has owners. */
        public Fields only(String field) {
            return new Fields(Map.of(field, of(field)), nullable, new Unowned());
        }
    }

    /** A list of scalars that stand in it once each ({@code x-kubernetes-list-type: set}). */
    record ValueSet() implements FieldType {}

    /**
     * A list of objects that are known by some of their fields ({@code x-kubernetes-list-type: map}).
     *
     * @param defaults of the keys that have one
     */
    record KeyedList(List<String> keys, Map<String, JsonNode> defaults, FieldType items) implements FieldType {}

    /** What nobody owns, because it is the identity of the object or belongs to the server. */
    Set<String> UNOWNED_METADATA = Set.of(
            "name",
            "namespace",
            "uid",
            "generation",
            "resourceVersion",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "managedFields",
            "selfLink");

    /** Of whole objects, without the fields that nobody owns. */
    static Fields ofObject(ObjectNode effectiveSchema) {
        Fields all = object(effectiveSchema).without(Set.of("apiVersion", "kind"));
        Map<String, FieldType> named = new LinkedHashMap<>(all.named);
        if (all.of("metadata") instanceof Fields metadata) {
            named.put("metadata", metadata.without(UNOWNED_METADATA));
        }
        return new Fields(Collections.unmodifiableMap(named), all.nullable, all.others);
    }

    /** Of the values of a structural schema. */
    static FieldType of(JsonNode written) {
        if (written.path("x-kubernetes-map-type").asText().equals("atomic")
                || written.path("x-kubernetes-int-or-string").asBoolean()) {
            return new Leaf();
        }
        return switch (written.path("type").asText("")) {
            case "object" -> object(written);
            case "array" -> list(written);
            case "" -> written.has("properties") ? object(written) : new Untyped();
            default -> new Leaf();
        };
    }

    private static Fields object(JsonNode written) {
        boolean embedded = written.path("x-kubernetes-embedded-resource").asBoolean()
                && !written.path("properties").path("metadata").has("properties");
        JsonNode schema = embedded ? ObjectMetaSchema.withMetadata((ObjectNode) written) : written;
        Map<String, FieldType> named = new LinkedHashMap<>();
        Set<String> nullable = new HashSet<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            named.put(property.getKey(), of(property.getValue()));
            if (property.getValue().path("nullable").asBoolean()) {
                nullable.add(property.getKey());
            }
        }
        return new Fields(Collections.unmodifiableMap(named), Set.copyOf(nullable), others(schema));
    }

    private static FieldType others(JsonNode schema) {
        JsonNode additional = schema.path("additionalProperties");
        if (additional.isObject()) {
            return of(additional);
        }
        boolean open = additional.asBoolean()
                || schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
        return open ? new Untyped() : new Unowned();
    }

    private static FieldType list(JsonNode schema) {
        return switch (schema.path("x-kubernetes-list-type").asText()) {
            case "set" -> new ValueSet();
            case "map" -> keyedList(schema);
            default -> new Leaf();
        };
    }

    private static KeyedList keyedList(JsonNode schema) {
        Map<String, JsonNode> defaults = new LinkedHashMap<>();
        List<String> keys = schema.path("x-kubernetes-list-map-keys")
                .valueStream()
                .map(JsonNode::asText)
                .sorted()
                .toList();
        for (String key : keys) {
            JsonNode value = schema.path("items").path("properties").path(key).get("default");
            if (value != null) {
                defaults.put(key, value);
            }
        }
        return new KeyedList(keys, Collections.unmodifiableMap(defaults), of(schema.path("items")));
    }
}
