package dev.roadstead.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one object of a strategic merge patch orders beside values.
 *
 * @param retainKeys the only fields that may remain; null if all may
 * @param deletions values to take out of lists, by the name of the list
 * @param orders how lists are to be ordered, by the name of the list
 */
record Directives(
        Patch patch,
        @Nullable List<String> retainKeys,
        Map<String, ArrayNode> deletions,
        Map<String, ArrayNode> orders) {
    enum Patch {
        MERGE,
        REPLACE,
        DELETE
    }

    private static final String PATCH = "$patch";
    private static final String RETAIN_KEYS = "$retainKeys";
    private static final String DELETE = "$deleteFromPrimitiveList/";
    private static final String ORDER = "$setElementOrder/";

    /**
     * @throws dev.roadstead.apiserver.fault.ApiException BadRequest for a directive that is not understood
     */
    static Directives of(ObjectNode patch) {
        Map<String, ArrayNode> deletions = new LinkedHashMap<>();
        Map<String, ArrayNode> orders = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            String name = entry.getKey();
            if (name.startsWith(DELETE)) {
                deletions.put(name.substring(DELETE.length()), list(name, entry.getValue()));
            } else if (name.startsWith(ORDER)) {
                orders.put(name.substring(ORDER.length()), list(name, entry.getValue()));
            }
        }
        return new Directives(patchOf(patch), retainKeys(patch), deletions, orders);
    }

    static boolean isDirective(String name) {
        return name.equals(PATCH) || name.equals(RETAIN_KEYS) || name.startsWith(DELETE) || name.startsWith(ORDER);
    }

    static Patch patchOf(JsonNode patch) {
        JsonNode directive = patch.path(PATCH);
        if (directive.isMissingNode()) {
            return Patch.MERGE;
        }
        return switch (directive.asText()) {
            case "merge" -> Patch.MERGE;
            case "replace" -> Patch.REPLACE;
            case "delete" -> Patch.DELETE;
            default -> throw Patches.badRequest("$patch in a strategic merge patch must be merge, replace or delete");
        };
    }

    private static @Nullable List<String> retainKeys(ObjectNode patch) {
        if (!patch.has(RETAIN_KEYS)) {
            return null;
        }
        List<String> keys = list(RETAIN_KEYS, patch.get(RETAIN_KEYS))
                .valueStream()
                .map(JsonNode::asText)
                .toList();
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            boolean value = !isDirective(entry.getKey()) && !entry.getValue().isNull();
            if (value && !keys.contains(entry.getKey())) {
                throw Patches.badRequest("the strategic merge patch sets \"" + entry.getKey()
                        + "\", which its $retainKeys does not retain");
            }
        }
        return keys;
    }

    private static ArrayNode list(String name, JsonNode value) {
        if (value instanceof ArrayNode list) {
            return list;
        }
        throw Patches.badRequest(name + " in a strategic merge patch must be a list, found " + Patches.kind(value));
    }
}
