package dev.roadstead.apiserver.managedfields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sets of fields in the format FieldsV1 of meta/v1: a trie whose keys are path elements; {@code .} stands for a path
 * that is in the set although others below it are too.
 */
final class FieldsV1 {
    private static final String SELF = ".";

    private FieldsV1() {}

    static ObjectNode encode(FieldSet set) {
        ObjectNode encoded = JsonNodeFactory.instance.objectNode();
        encode(set, encoded);
        return encoded;
    }

    private static void encode(FieldSet set, ObjectNode into) {
        for (Map.Entry<PathElement, FieldSet> entry : set.below().entrySet()) {
            FieldSet below = entry.getValue();
            ObjectNode child = into.putObject(entry.getKey().written());
            if (below.self() && !below.below().isEmpty()) {
                child.putObject(SELF);
            }
            encode(below, child);
        }
    }

    /** Null if the tree is no FieldsV1. */
    static @Nullable FieldSet parse(JsonNode encoded) {
        return encoded.isObject() ? parse(encoded, false) : null;
    }

    private static @Nullable FieldSet parse(JsonNode encoded, boolean self) {
        FieldSet.Branches branches = new FieldSet.Branches();
        boolean member = self;
        for (Map.Entry<String, JsonNode> entry : encoded.properties()) {
            if (entry.getKey().equals(SELF)) {
                member = true;
                continue;
            }
            PathElement element = PathElement.parse(entry.getKey());
            FieldSet below = entry.getValue().isObject() && element != null
                    ? parse(entry.getValue(), entry.getValue().isEmpty())
                    : null;
            if (element == null || below == null) {
                return null;
            }
            branches.add(element, below);
        }
        return branches.under(member);
    }
}
