package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.Cause;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One walk for what structural schemas say and JSON Schema cannot, or not in words: keys of lists, fields that exclude
 * each other, base64. Values of a wrong type are passed over.
 */
final class KubernetesRules {
    private final List<Cause> causes = new ArrayList<>();

    private KubernetesRules() {}

    /** What is wrong in parts that are equal to the old value is passed over. */
    static List<Cause> check(SchemaNode schema, JsonNode value, @Nullable JsonNode old) {
        List<Cause> all = walk(schema, value, null);
        // To compare costs more than to check, and few values have anything wrong.
        return all.isEmpty() || old == null ? all : walk(schema, value, old);
    }

    private static List<Cause> walk(SchemaNode schema, JsonNode value, @Nullable JsonNode old) {
        KubernetesRules rules = new KubernetesRules();
        rules.value(schema, value, old, FieldPath.ROOT);
        return rules.causes;
    }

    /** What is equal to the old value was accepted when the schema was another. */
    private void value(SchemaNode schema, JsonNode value, @Nullable JsonNode old, FieldPath at) {
        if (value.equals(old)) {
            return;
        }
        switch (value) {
            case ObjectNode object -> object(schema, object, old, at);
            case ArrayNode array -> array(schema, array, old, at);
            default -> {
                if (value.isTextual() && schema.raw().path("format").asText().equals("byte")) {
                    base64(schema, value, at);
                }
            }
        }
    }

    private void object(SchemaNode schema, ObjectNode object, @Nullable JsonNode old, FieldPath at) {
        for (FieldRelation relation : schema.relations()) {
            String complaint = relation.complaint(object);
            if (complaint != null) {
                causes.add(Causes.invalid(at, complaint));
            }
        }
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            SchemaNode child = schema.child(entry.getKey());
            if (child != null) {
                JsonNode before = old == null ? null : old.get(entry.getKey());
                value(child, entry.getValue(), before, schema.pathOf(at, entry.getKey()));
            }
        }
    }

    private void array(SchemaNode schema, ArrayNode array, @Nullable JsonNode old, FieldPath at) {
        switch (schema.raw().path("x-kubernetes-list-type").asText()) {
            case "map" -> uniqueKeys(schema, array, at);
            case "set" -> uniqueItems(array, at);
            default -> {}
        }
        if (schema.items() != null) {
            ListItems before = ListItems.of(schema, old);
            for (int i = 0; i < array.size(); i++) {
                value(schema.items(), array.get(i), before.sameAs(array.get(i)), at.index(i));
            }
        }
    }

    private void uniqueKeys(SchemaNode schema, ArrayNode array, FieldPath at) {
        JsonNode keys = schema.raw().path("x-kubernetes-list-map-keys");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            ObjectNode identity = JsonNodeFactory.instance.objectNode();
            for (JsonNode key : keys) {
                JsonNode part = array.get(i).path(key.asText());
                if (part.isValueNode()) {
                    identity.set(key.asText(), part);
                }
            }
            if (!identity.isEmpty() && !seen.add(identity.toString())) {
                causes.add(Causes.duplicate(at.index(i), identity));
            }
        }
    }

    private void uniqueItems(ArrayNode array, FieldPath at) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            if (!seen.add(array.get(i).toString())) {
                causes.add(Causes.duplicate(at.index(i), array.get(i)));
            }
        }
    }

    private void base64(SchemaNode schema, JsonNode value, FieldPath at) {
        try {
            Base64.getDecoder().decode(value.textValue());
        } catch (IllegalArgumentException e) {
            String expected = "must be encoded as base64 (RFC 4648, with padding)";
            causes.add(schema.sensitive() ? Causes.invalid(at, expected) : Causes.invalid(at, value, expected));
        }
    }
}
