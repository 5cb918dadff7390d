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
        if (listType.isMissingNode()) {
            return;
        }
        if (!LIST_TYPES.contains(listType.asText())) {
            causes.add(Causes.notSupported(at.field("x-kubernetes-list-type"), listType, LIST_TYPES));
        }
        if (!listType.asText().equals("map")) {
            return;
        }
        FieldPath keysAt = at.field("x-kubernetes-list-map-keys");
        if (!keys.isArray() || keys.isEmpty()) {
            causes.add(Causes.required(keysAt, "a list of type map needs keys"));
        }
        JsonNode properties = schema.path("items").path("properties");
        for (int i = 0; i < keys.size(); i++) {
            if (!properties.has(keys.path(i).asText())) {
                causes.add(Causes.invalid(keysAt.index(i), keys.path(i), "must be a field of the items"));
            }
        }
    }
}
