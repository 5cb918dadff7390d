package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** {@code status.conditions} as the API conventions have them. */
final class Conditions {
    private Conditions() {}

    static boolean isTrue(ObjectNode object, String type) {
        JsonNode condition = find(object.path("status"), type);
        return condition != null && condition.path("status").asText().equals("True");
    }

    /** Modifies the status; the time is that of the last change of True and False. */
    static void set(ObjectNode status, String type, boolean holds, String reason, String message, String now) {
        ObjectNode condition = find(status, type);
        if (condition == null) {
            ArrayNode conditions =
                    status.get("conditions") instanceof ArrayNode present ? present : status.putArray("conditions");
            condition = conditions.addObject().put("type", type);
        }
        String value = holds ? "True" : "False";
        if (!condition.path("status").asText().equals(value)) {
            condition.put("status", value).put("lastTransitionTime", now);
        }
        condition.put("reason", reason).put("message", message);
    }

    private static @Nullable ObjectNode find(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition instanceof ObjectNode object
                    && object.path("type").asText().equals(type)) {
                return object;
            }
        }
        return null;
    }
}
