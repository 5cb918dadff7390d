package dev.roadstead.apiserver.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** One step of a path: from a node to the nodes below it. */
sealed interface Step {
    /** Adds what this step reaches from {@code node}; nothing where the node has no such child. */
    void select(JsonNode node, List<JsonNode> into);

    record Field(String name) implements Step {
        @Override
        public void select(JsonNode node, List<JsonNode> into) {
            JsonNode child = node.get(name);
            if (child != null) {
                into.add(child);
            }
        }
    }

    /** Counts from the end if it is negative. */
    record Index(int index) implements Step {
        @Override
        public void select(JsonNode node, List<JsonNode> into) {
            JsonNode child = node.isArray() ? node.get(index < 0 ? node.size() + index : index) : null;
            if (child != null) {
                into.add(child);
            }
        }
    }

    record Wildcard() implements Step {
        @Override
        public void select(JsonNode node, List<JsonNode> into) {
            node.forEach(into::add);
        }
    }

    /** The elements of an array for which some value at {@code path} compares as wanted. */
    record Filter(List<Step> path, Comparison comparison) implements Step {
        @Override
        public void select(JsonNode node, List<JsonNode> into) {
            if (!node.isArray()) {
                return;
            }
            for (JsonNode element : node) {
                if (JsonPath.select(path, element).stream().anyMatch(comparison::holds)) {
                    into.add(element);
                }
            }
        }
    }
}
