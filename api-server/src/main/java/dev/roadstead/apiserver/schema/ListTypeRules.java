package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.Cause;
import java.util.List;
import java.util.Set;

/** What a schema may say about the identity of list items ({@code x-kubernetes-list-type}). */
final class ListTypeRules {
    private static final Set<String> LIST_TYPES = Set.of("atomic", "map", "set");

    private ListTypeRules() {}

    static void check(ObjectNode schema, FieldPath at, List<Cause> causes) {
        JsonNode listType = schema.path("x-kubernetes-list-type");
        JsonNode keys = schema.path("x-kubernetes-list-map-keys");
        FieldPath keysAt = at.field("x-kubernetes-list-map-keys");
        if (!listType.isMissingNode() && !schema.path("type").asText().equals("array")) {
            causes.add(Causes.invalid(
                    at.field("type"), schema.path("type"), "must be array if x-kubernetes-list-type is specified"));
        }
        if (!listType.isMissingNode() && !LIST_TYPES.contains(listType.asText())) {
            causes.add(Causes.notSupported(at.field("x-kubernetes-list-type"), listType, LIST_TYPES));
        }
        if (!listType.asText().equals("map")) {
            if (!keys.isMissingNode()) {
                causes.add(Causes.forbidden(keysAt, "only a list of type map has keys"));
            }
            return;
        }
        if (!keys.isArray() || keys.isEmpty()) {
            causes.add(Causes.required(keysAt, "a list of type map needs keys"));
        }
        if (!schema.path("items").path("type").asText().equals("object")) {
            causes.add(Causes.invalid(
                    at.field("items").field("type"),
                    schema.path("items").path("type"),
                    "must be object if the list is of type map"));
        }
        JsonNode properties = schema.path("items").path("properties");
        for (int i = 0; i < keys.size(); i++) {
            if (!properties.has(keys.path(i).asText())) {
                causes.add(Causes.invalid(keysAt.index(i), keys.path(i), "must be a field of the items"));
            } else if (!isAlwaysThere(schema.path("items"), keys.path(i).asText())) {
                causes.add(Causes.required(
                        at.field("items")
                                .field("properties")
                                .key(keys.path(i).asText())
                                .field("default"),
                        "a key of a list of type map must be required or have a default"));
            }
        }
    }

    private static boolean isAlwaysThere(JsonNode items, String key) {
        return items.path("properties").path(key).has("default")
                || items.path("required")
                        .valueStream()
                        .anyMatch(name -> name.asText().equals(key));
    }
}
