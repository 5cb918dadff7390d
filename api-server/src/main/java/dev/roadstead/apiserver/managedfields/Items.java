package dev.roadstead.apiserver.managedfields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.roadstead.apiserver.schema.FieldType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The items of a list by what identifies them, in their order.
 *
 * @param byElement the first item of each identity
 * @param duplicates identities that more than one item has
 */
record Items(Map<PathElement, JsonNode> byElement, Set<PathElement> duplicates) {
    /** Null when an item has no identity, so that the list can only be seen as a whole. */
    static @Nullable Items of(FieldType type, JsonNode list) {
        if (!(list instanceof ArrayNode array)) {
            return null;
        }
        Map<PathElement, JsonNode> byElement = new LinkedHashMap<>();
        Set<PathElement> duplicates = new HashSet<>();
        for (JsonNode item : array) {
            PathElement element = element(type, item);
            if (element == null) {
                return null;
            }
            if (byElement.putIfAbsent(element, item) != null) {
                duplicates.add(element);
            }
        }
        return new Items(byElement, duplicates);
    }

    /** Of the items of such a list. */
    static FieldType itemType(FieldType list) {
        return list instanceof FieldType.KeyedList keyed ? keyed.items() : new FieldType.Leaf();
    }

    /** What identifies an item; null when it lacks a key. */
    static @Nullable PathElement element(FieldType list, JsonNode item) {
        if (!(list instanceof FieldType.KeyedList keyed)) {
            return item.isValueNode() && !item.isNull() ? PathElement.value(item) : null;
        }
        SortedMap<String, JsonNode> keys = new TreeMap<>();
        for (String key : keyed.keys()) {
            JsonNode value =
                    item.hasNonNull(key) ? item.get(key) : keyed.defaults().get(key);
            if (value == null || !item.isObject()) {
                return null;
            }
            keys.put(key, value);
        }
        return PathElement.key(keys);
    }
}
