package dev.roadstead.apiserver.managedfields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.schema.FieldType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A configuration laid over a live object. What nobody can own comes along as it is, for admission to judge. */
final class Merge {
    private Merge() {}

    static JsonNode merge(FieldType type, @Nullable JsonNode live, JsonNode applied) {
        if (live == null) {
            return applied;
        }
        return switch (type) {
            case FieldType.Fields fields
            when live instanceof ObjectNode a && applied instanceof ObjectNode b -> fields(fields, a, b);
            case FieldType.Untyped ignored
            when live instanceof ObjectNode a && applied instanceof ObjectNode b ->
                fields(FieldWalk.UNTYPED_OBJECT, a, b);
            case FieldType.ValueSet ignored -> items(type, live, applied);
            case FieldType.KeyedList ignored -> items(type, live, applied);
            default -> applied;
        };
    }

    static ObjectNode fields(FieldType.Fields type, ObjectNode live, ObjectNode applied) {
        ObjectNode merged = live.objectNode();
        merged.setAll(live);
        for (Map.Entry<String, JsonNode> entry : applied.properties()) {
            String name = entry.getKey();
            if (type.counts(name, entry.getValue())) {
                merged.set(name, merge(type.of(name), live.get(name), entry.getValue()));
            }
        }
        return merged;
    }

    private static JsonNode items(FieldType type, JsonNode live, JsonNode applied) {
        Items old = Items.of(type, live);
        Items next = Items.of(type, applied);
        if (old == null || next == null) {
            return applied;
        }
        ArrayNode merged = ((ArrayNode) live).arrayNode();
        Iterator<JsonNode> rest = live.iterator();
        List<PathElement> shared = new ArrayList<>(next.byElement().keySet());
        shared.retainAll(old.byElement().keySet());
        Iterator<PathElement> following = shared.iterator();
        PathElement stop = following.hasNext() ? following.next() : null;
        boolean reached = false;
        for (Map.Entry<PathElement, JsonNode> item : next.byElement().entrySet()) {
            while (!reached && rest.hasNext()) {
                reached = takeOther(type, rest.next(), next, stop, merged);
            }
            merged.add(merge(Items.itemType(type), old.byElement().get(item.getKey()), item.getValue()));
            if (item.getKey().equals(stop)) {
                stop = following.hasNext() ? following.next() : null;
                reached = false;
            }
        }
        rest.forEachRemaining(item -> takeOther(type, item, next, null, merged));
        return merged;
    }

    /**
     * Items that nobody applied keep their place before the applied item that followed them.
     *
     * @return whether this is the item at which the applied list goes on
     */
    private static boolean takeOther(
            FieldType type, JsonNode item, Items applied, @Nullable PathElement stop, ArrayNode merged) {
        PathElement element = Items.element(type, item);
        if (element == null || !applied.byElement().containsKey(element)) {
            merged.add(item);
        }
        return element != null && element.equals(stop);
    }
}
