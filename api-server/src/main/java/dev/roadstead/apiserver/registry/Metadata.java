package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Typed access to an object's {@code metadata} ({@code ObjectMeta} of meta/v1). Absent fields read as empty. */
final class Metadata {
    static final String RESOURCE_VERSION = "resourceVersion";
    static final String DELETION_TIMESTAMP = "deletionTimestamp";
    static final String FINALIZERS = "finalizers";

    private Metadata() {}

    /** The metadata itself; made when it is missing. */
    static ObjectNode of(ObjectNode object) {
        return object.get("metadata") instanceof ObjectNode metadata ? metadata : object.putObject("metadata");
    }

    static String text(ObjectNode object, String field) {
        return object.path("metadata").path(field).asText("");
    }

    static String name(ObjectNode object) {
        return text(object, "name");
    }

    static String namespace(ObjectNode object) {
        return text(object, "namespace");
    }

    static String uid(ObjectNode object) {
        return text(object, "uid");
    }

    static String resourceVersion(ObjectNode object) {
        return text(object, RESOURCE_VERSION);
    }

    static boolean isDeleting(ObjectNode object) {
        return !text(object, DELETION_TIMESTAMP).isEmpty();
    }

    /** Whether it is this change by which the object begins to be deleted. */
    static boolean isMarking(ObjectNode current, ObjectNode next) {
        return isDeleting(next) && !isDeleting(current);
    }

    static List<String> finalizers(ObjectNode object) {
        return strings(object.path("metadata").path(FINALIZERS));
    }

    static void setFinalizers(ObjectNode object, List<String> finalizers) {
        if (finalizers.isEmpty()) {
            of(object).remove(FINALIZERS);
            return;
        }
        ArrayNode array = of(object).putArray(FINALIZERS);
        finalizers.forEach(array::add);
    }

    /** A copy that the finalizer no longer holds. */
    static ObjectNode withoutFinalizer(ObjectNode object, String finalizer) {
        ObjectNode released = object.deepCopy();
        setFinalizers(
                released,
                finalizers(released).stream()
                        .filter(it -> !it.equals(finalizer))
                        .toList());
        return released;
    }

    /** Leaves only the owner references that the predicate, given the owner's uid, holds for. */
    static void keepOwners(ObjectNode object, Predicate<String> uids) {
        if (of(object).get("ownerReferences") instanceof ArrayNode owners) {
            owners.removeIf(owner -> !uids.test(owner.path("uid").asText()));
            if (owners.isEmpty()) {
                of(object).remove("ownerReferences");
            }
        }
    }

    static ObjectNode withResourceVersion(ObjectNode object, long revision) {
        of(object).put(RESOURCE_VERSION, Long.toString(revision));
        return object;
    }

    static List<String> strings(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asText()));
        return values;
    }
}
