package dev.roadstead.controller.status;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One event and what it is about. Equal stories have equal names, and with them one Event object.
 *
 * @param namespace of the Event; that of the object, {@code default} for cluster-scoped ones
 * @param eventType {@code Normal} or {@code Warning}
 * @param message at most 1024 characters
 */
record Story(
        String apiVersion,
        String kind,
        String namespace,
        String objectName,
        @Nullable String objectNamespace,
        String uid,
        @Nullable String resourceVersion,
        String eventType,
        String reason,
        String message) {
    private static final int MAX_MESSAGE = 1024;

    /** @param uid of the object */
    static Story about(
            ResourceType<?> type, ObjectMeta object, String uid, String eventType, String reason, String message) {
        return new Story(
                type.apiVersion(),
                type.kind(),
                object.namespace() == null ? "default" : object.namespace(),
                object.name(),
                object.namespace(),
                uid,
                object.resourceVersion(),
                eventType,
                reason,
                message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 1) + "…");
    }

    /** Deterministic: the object's name and a hash of everything that makes two events equal. */
    String name() {
        String identity = String.join("\0", uid, eventType, reason, message);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return objectName + "." + HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** The core v1 Event for the first time that this is told. */
    ObjectNode toEvent(int count, Instant first, Instant last) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("apiVersion", "v1").put("kind", "Event");
        event.putObject("metadata").put("name", name()).put("namespace", namespace);
        event.set("involvedObject", involvedObject());
        event.put("type", eventType).put("reason", reason).put("message", message);
        event.putObject("source").put("component", "roadstead");
        event.put("reportingComponent", "roadstead").put("reportingInstance", "");
        event.put("firstTimestamp", seconds(first));
        event.setAll(repeated(count, last));
        return event;
    }

    /** The merge patch that tells it again. */
    static ObjectNode repeated(int count, Instant last) {
        return JsonNodeFactory.instance.objectNode().put("count", count).put("lastTimestamp", seconds(last));
    }

    private ObjectNode involvedObject() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", apiVersion)
                .put("kind", kind)
                .put("name", objectName)
                .put("uid", uid);
        if (objectNamespace != null) {
            object.put("namespace", objectNamespace);
        }
        if (resourceVersion != null) {
            object.put("resourceVersion", resourceVersion);
        }
        return object;
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
