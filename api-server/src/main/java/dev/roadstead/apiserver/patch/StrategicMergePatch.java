package dev.roadstead.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The strategic merge patch of Kubernetes (sig-api-machinery, "strategic-merge-patch.md"): a merge patch that also
 * merges the lists whose schema has {@code x-kubernetes-patch-strategy: merge}, and obeys directives in the patch.
 */
final class StrategicMergePatch {
    private StrategicMergePatch() {}

    /**
     * A new tree.
     *
     * @param schema of the object; its lists say how they are merged
     */
    static JsonNode apply(ObjectNode current, ObjectNode patch, JsonNode schema) {
        ObjectNode result = mergeObject(current.deepCopy(), patch, schema);
        return result == null ? current.objectNode() : result;
    }

    /** The target, changed, or a new object in its place; null if the patch deletes it. */
    static @Nullable ObjectNode mergeObject(@Nullable ObjectNode target, ObjectNode patch, JsonNode schema) {
        Directives directives = Directives.of(patch);
        if (directives.patch() == Directives.Patch.DELETE) {
            return null;
        }
        boolean replace = directives.patch() == Directives.Patch.REPLACE;
        ObjectNode result = target == null || replace ? patch.objectNode() : target;
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            if (!Directives.isDirective(change.getKey())) {
                field(result, change.getKey(), change.getValue(), schema);
            }
        }
        directives.deletions().forEach((list, values) -> MergeList.removeValues(result.get(list), values));
        directives.orders().forEach((list, order) -> order(result, list, order, schema));
        if (directives.retainKeys() != null) {
            result.retain(directives.retainKeys());
        }
        return result;
    }

    private static void field(ObjectNode target, String name, JsonNode change, JsonNode schema) {
        JsonNode fieldSchema = fieldSchema(schema, name);
        JsonNode now = target.get(name);
        JsonNode merged = switch (change) {
            case ObjectNode object -> mergeObject(now instanceof ObjectNode old ? old : null, object, fieldSchema);
            case ArrayNode array
            when isMerged(fieldSchema) ->
                MergeList.merge(now instanceof ArrayNode old ? old : null, array, fieldSchema, name);
            default -> change.isNull() ? null : change.deepCopy();
        };
        if (merged == null) {
            target.remove(name);
        } else {
            target.set(name, merged);
        }
    }

    private static void order(ObjectNode target, String list, ArrayNode order, JsonNode schema) {
        if (target.get(list) instanceof ArrayNode items) {
            target.set(list, MergeList.ordered(items, order, mergeKey(fieldSchema(schema, list))));
        }
    }

    private static JsonNode fieldSchema(JsonNode schema, String name) {
        JsonNode property = schema.path("properties").path(name);
        return property.isMissingNode() ? schema.path("additionalProperties") : property;
    }

    private static boolean isMerged(JsonNode schema) {
        return schema.path("x-kubernetes-patch-strategy").asText().contains("merge");
    }

    /** The field that identifies an item; empty for lists of strings and numbers. */
    static String mergeKey(JsonNode schema) {
        return schema.path("x-kubernetes-patch-merge-key").asText("");
    }
}
