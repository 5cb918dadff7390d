package dev.roadstead.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists in strategic merge patches whose items have an identity: a merge key, or their value. */
final class MergeList {
    private MergeList() {}

    /**
     * A new list.
     *
     * @param target null if there is no list yet
     * @param name of the field, for messages
     * @throws dev.roadstead.apiserver.fault.ApiException BadRequest if an item of the patch lacks the merge key
     */
    static ArrayNode merge(@Nullable ArrayNode target, ArrayNode patch, JsonNode schema, String name) {
        String key = StrategicMergePatch.mergeKey(schema);
        boolean replace = patch.valueStream().anyMatch(item -> Directives.patchOf(item) == Directives.Patch.REPLACE);
        Map<JsonNode, JsonNode> items = new LinkedHashMap<>();
        if (target != null && !replace) {
            target.forEach(item -> items.put(identity(item, key), item));
        }
        for (JsonNode change : patch) {
            if (change.isObject() && !change.has(key) && Directives.patchOf(change) == Directives.Patch.REPLACE) {
                continue; // it only says that the other items are all there is
            }
            mergeItem(items, change, key, schema, name);
        }
        ArrayNode result = patch.arrayNode();
        items.values().forEach(result::add);
        return result;
    }

    private static void mergeItem(
            Map<JsonNode, JsonNode> items, JsonNode change, String key, JsonNode schema, String name) {
        if (key.isEmpty() || !(change instanceof ObjectNode patch)) {
            items.putIfAbsent(change, change);
            return;
        }
        if (!patch.has(key)) {
            throw Patches.badRequest(
                    "an item of \"" + name + "\" in the strategic merge patch lacks its merge key \"" + key + "\"");
        }
        JsonNode identity = patch.get(key);
        ObjectNode now = items.get(identity) instanceof ObjectNode object ? object : null;
        ObjectNode merged = StrategicMergePatch.mergeObject(now, patch, schema.path("items"));
        if (merged == null) {
            items.remove(identity);
        } else {
            items.put(identity, merged);
        }
    }

    static void removeValues(@Nullable JsonNode list, ArrayNode values) {
        if (list instanceof ArrayNode array) {
            Set<JsonNode> gone = new HashSet<>();
            values.forEach(gone::add);
            array.removeIf(gone::contains);
        }
    }

    /**
     * A new list in which the items that the order names stand in that order; each other item stays behind the item that
     * it stood behind.
     */
    static ArrayNode ordered(ArrayNode items, ArrayNode order, String key) {
        Map<JsonNode, JsonNode> named = new LinkedHashMap<>();
        order.forEach(entry -> named.put(identity(entry, key), entry));
        Map<JsonNode, List<JsonNode>> followers = new LinkedHashMap<>();
        Map<JsonNode, JsonNode> present = new LinkedHashMap<>();
        List<JsonNode> first = new ArrayList<>();
        List<JsonNode> behind = first;
        for (JsonNode item : items) {
            JsonNode identity = identity(item, key);
            if (named.containsKey(identity)) {
                present.put(identity, item);
                behind = followers.computeIfAbsent(identity, absent -> new ArrayList<>());
            } else {
                behind.add(item);
            }
        }
        ArrayNode result = items.arrayNode();
        first.forEach(result::add);
        for (JsonNode identity : named.keySet()) {
            if (present.containsKey(identity)) {
                result.add(present.get(identity));
                followers.getOrDefault(identity, List.of()).forEach(result::add);
            }
        }
        return result;
    }

    private static JsonNode identity(JsonNode item, String key) {
        return key.isEmpty() || !item.has(key) ? item : item.get(key);
    }
}
