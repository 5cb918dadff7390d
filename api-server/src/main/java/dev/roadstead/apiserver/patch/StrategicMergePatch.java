package dev.roadstead.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Strategic merge patch. */
final class StrategicMergePatch {
    private StrategicMergePatch() {}

    static JsonNode apply(ObjectNode current, ObjectNode patch, ObjectNode schema) {
        return MergePatch.apply(current, patch);
    }
}
