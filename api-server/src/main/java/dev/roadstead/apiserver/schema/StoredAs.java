package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * What the objects of a kind are stored as, when they are those of an older kind under another group: fields at the top
 * have other names there, and nothing else differs. Owners of fields (managedFields) are renamed with the fields.
 * Immutable; arguments are not modified, and results share parts with them.
 *
 * @param resource of the older kind, as in keys
 * @param apiVersion of the older kind, in which objects are stored
 * @param fields the older names by the newer ones
 */
public record StoredAs(String resource, String apiVersion, Map<String, String> fields) {
    private static final String OWNED = "f:";

    /** An object of the newer kind, as it is stored. */
    public ObjectNode toStored(ObjectNode object) {
        return renamed(object, apiVersion, fields);
    }

    /**
     * A stored object, as one of the newer kind.
     *
     * @param newer the apiVersion of that kind
     */
    public ObjectNode fromStored(ObjectNode stored, String newer) {
        Map<String, String> inverse = new HashMap<>();
        fields.forEach((name, older) -> inverse.put(older, name));
        return renamed(stored, newer, inverse);
    }

    /** A JSON path into an object of the newer kind ({@code .regarding.name}), as one into a stored object. */
    public String storedPath(String path) {
        int end = path.indexOf('.', 1);
        String first = path.substring(1, end < 0 ? path.length() : end);
        return "." + fields.getOrDefault(first, first) + (end < 0 ? "" : path.substring(end));
    }

    private static ObjectNode renamed(ObjectNode object, String apiVersion, Map<String, String> names) {
        ObjectNode renamed = renamedMembers(object, names, "");
        renamed.put("apiVersion", apiVersion);
        if (renamed.path("metadata") instanceof ObjectNode metadata && metadata.has("managedFields")) {
            ObjectNode copy = metadata.objectNode();
            copy.setAll(metadata);
            var entries = copy.putArray("managedFields");
            metadata.path("managedFields").forEach(entry -> entries.add(owner(entry, apiVersion, names)));
            renamed.set("metadata", copy);
        }
        return renamed;
    }

    private static JsonNode owner(JsonNode entry, String apiVersion, Map<String, String> names) {
        if (!(entry instanceof ObjectNode owner)) {
            return entry;
        }
        ObjectNode renamed = owner.objectNode();
        renamed.setAll(owner);
        if (owner.has("apiVersion")) {
            renamed.put("apiVersion", apiVersion);
        }
        if (owner.path("fieldsV1") instanceof ObjectNode owned) {
            renamed.set("fieldsV1", renamedMembers(owned, names, OWNED));
        }
        return renamed;
    }

    private static ObjectNode renamedMembers(ObjectNode object, Map<String, String> names, String prefix) {
        ObjectNode renamed = object.objectNode();
        object.properties().forEach(member -> {
            String name = member.getKey();
            String other = name.startsWith(prefix) ? names.get(name.substring(prefix.length())) : null;
            renamed.set(other == null ? name : prefix + other, member.getValue());
        });
        return renamed;
    }
}
