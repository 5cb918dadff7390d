package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells which errors in an object stand in what an update leaves as it was. They are passed over, so that an object from
 * before a stricter schema can still be worked on, and above all be deleted (Kubernetes, "Validation ratcheting"). Pure.
 *
 * @param old what the object replaces
 */
record Unchanged(SchemaNode root, JsonNode value, JsonNode old) {
    private static final Set<String> JUNCTORS = Set.of("anyOf", "oneOf", "not");

    /** Whether the value in which the error lies, or one that this is part of, is equal to the old one. */
    boolean covers(Error error) {
        NodePath location = error.getInstanceLocation();
        int depth = Math.min(location.getNameCount(), judged(error.getEvaluationPath()));
        SchemaNode schema = root;
        JsonNode now = value;
        JsonNode before = old;
        for (int i = 0; !now.equals(before); i++) {
            if (i == depth) {
                return false;
            }
            Object element = location.getElement(i);
            before = element instanceof Number index
                    ? sameItem(schema, now.path(index.intValue()), before)
                    : before.path(element.toString());
            now = element instanceof Number index ? now.path(index.intValue()) : now.path(element.toString());
            schema = schema == null ? null : child(schema, element);
            if (before == null || before.isMissingNode()) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable JsonNode sameItem(@Nullable SchemaNode list, JsonNode item, JsonNode old) {
        return list == null ? null : ListItems.of(list, old).sameAs(item);
    }

    private static @Nullable SchemaNode child(SchemaNode schema, Object element) {
        return element instanceof Number ? schema.items() : schema.child(element.toString());
    }

    /** How deep the value lies that alternatives judge as a whole: what fails in one may be right by a change elsewhere. */
    private static int judged(NodePath evaluation) {
        int depth = 0;
        for (int i = 0; i < evaluation.getNameCount(); i++) {
            String keyword = evaluation.getElement(i).toString();
            if (JUNCTORS.contains(keyword)) {
                return depth;
            }
            switch (keyword) {
                case "properties" -> {
                    depth++;
                    i++;
                }
                case "items", "additionalProperties" -> depth++;
                default -> {}
            }
        }
        return Integer.MAX_VALUE;
    }
}
