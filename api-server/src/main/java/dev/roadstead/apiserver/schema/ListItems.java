package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which item of an old list is the same as one of the new list: in lists of type map, the one with the same keys. */
final class ListItems {
    private final SchemaNode list;
    private final Map<ObjectNode, JsonNode> byKeys = new HashMap<>();

    private ListItems(SchemaNode list) {
        this.list = list;
    }

    static boolean areCorrelatable(SchemaNode list) {
        return list.raw().path("x-kubernetes-list-type").asText().equals("map");
    }

    /** The items of an old list; none if there is no list, or its items cannot be told apart. */
    static ListItems of(SchemaNode list, @Nullable JsonNode old) {
        ListItems items = new ListItems(list);
        if (old != null && areCorrelatable(list)) {
            old.forEach(item -> items.byKeys.put(items.keys(item), item));
        }
        return items;
    }

    @Nullable
    JsonNode sameAs(JsonNode item) {
        return byKeys.isEmpty() ? null : byKeys.get(keys(item));
    }

    private ObjectNode keys(JsonNode item) {
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        for (JsonNode key : list.raw().path("x-kubernetes-list-map-keys")) {
            JsonNode part = item.path(key.asText());
            if (part.isValueNode()) {
                keys.set(key.asText(), part);
            }
        }
        return keys;
    }
}
