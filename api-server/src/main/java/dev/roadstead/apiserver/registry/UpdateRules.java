package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.managedfields.FieldWriter;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of an object belong to the server, and how they change ("Metadata", "Spec and Status" of the Kubernetes
 * API conventions). Pure: arguments are not modified, and results share parts with them. Results lack managedFields, which
 * follow from what admission makes of them.
 */
final class UpdateRules {
    private static final String MANAGED_FIELDS = "managedFields";
    private static final List<String> SERVER_OWNED = List.of(
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "selfLink");

    private UpdateRules() {}

    /** The first state of an object, whatever the client wrote into the server's fields. */
    static ObjectNode prepareForCreate(Target target, ObjectNode body, String uid, Instant now) {
        ObjectNode object = shallowCopy(body);
        object.put("apiVersion", target.definition().apiVersion());
        object.put("kind", target.definition().kind());
        ObjectNode metadata = Metadata.of(object);
        SERVER_OWNED.forEach(metadata::remove);
        metadata.put("name", target.name());
        setNamespace(target, metadata);
        metadata.put("uid", uid);
        metadata.put("creationTimestamp", timestamp(now));
        if (target.definition().generation()) {
            metadata.put("generation", 1L);
        }
        if (target.definition().statusSubresource()) {
            object.remove("status");
        }
        return object;
    }

    /** The next state when a client replaces the object. */
    static ObjectNode prepareForUpdate(Target target, ObjectNode current, ObjectNode proposed) {
        ObjectNode object = shallowCopy(proposed);
        object.put("apiVersion", target.definition().apiVersion());
        object.put("kind", target.definition().kind());
        ObjectNode metadata = Metadata.of(object);
        for (String field : SERVER_OWNED) {
            copy(field, current.path("metadata"), metadata);
        }
        metadata.put("name", target.name());
        metadata.remove("generateName");
        copy("generateName", current.path("metadata"), metadata);
        setNamespace(target, metadata);
        if (target.definition().statusSubresource()) {
            copy("status", current, object);
        }
        checkFinalizers(target, current, object);
        return object;
    }

    /** The next state when a client replaces the status: everything else stays. */
    static ObjectNode prepareForStatusUpdate(ObjectNode current, ObjectNode proposed) {
        ObjectNode object = shallowCopy(current);
        copy("status", proposed, object);
        return object;
    }

    /** The next state when a client replaces the scale, whose paths lie in the spec. */
    static ObjectNode prepareForScaleUpdate(ObjectNode current, ObjectNode proposed) {
        ObjectNode object = shallowCopy(current);
        copy("spec", proposed, object);
        return object;
    }

    /** Counts a change, in the next state: generation + 1 when anything outside metadata and status differs. */
    static void countGeneration(ResourceDefinition definition, ObjectNode current, ObjectNode next) {
        if (!definition.generation() || sameContent(definition, current, next)) {
            return;
        }
        ObjectNode metadata = Metadata.of(next);
        metadata.put("generation", metadata.path("generation").asLong(0) + 1);
    }

    static ObjectNode bumpGeneration(ObjectNode object) {
        ObjectNode bumped = object.deepCopy();
        ObjectNode metadata = Metadata.of(bumped);
        metadata.put("generation", metadata.path("generation").asLong(0) + 1);
        return bumped;
    }

    /**
     * What the client believes must still be true.
     *
     * @throws ApiException Conflict when the object is another one, or was changed since; Invalid when the kind demands a
     *     resourceVersion and there is none
     */
    static void checkPreconditions(Target target, ObjectNode current, ObjectNode proposed) {
        String uid = Metadata.uid(proposed);
        if (!uid.isEmpty() && !uid.equals(Metadata.uid(current))) {
            throw new ApiException(Preconditions.uidConflict(target, uid, Metadata.uid(current)));
        }
        String version = Metadata.resourceVersion(proposed);
        if (version.isEmpty() || version.equals("0")) {
            if (!target.definition().unconditionalUpdates()) {
                throw new ApiException(new ApiFault.Invalid(
                        target.kindSubject(),
                        List.of(new Cause(
                                "FieldValueInvalid",
                                "Invalid value: 0x0: must be specified for an update",
                                "metadata.resourceVersion"))));
            }
            return;
        }
        if (!version.equals(Metadata.resourceVersion(current))) {
            throw new ApiException(Preconditions.modified(target));
        }
    }

    /**
     * Completes the next state by its owners.
     *
     * @param managedFields null or empty when nobody owns anything; when only times are new in it, and in the object, the stored
     *     ones stay, so that nothing is written
     */
    static void setManagedFields(ObjectNode current, ObjectNode next, @Nullable ArrayNode managedFields) {
        if (managedFields == null || managedFields.isEmpty()) {
            return;
        }
        JsonNode stored = current.path("metadata").path(MANAGED_FIELDS);
        ObjectNode metadata = Metadata.of(next);
        if (FieldWriter.sameOwners(stored, managedFields)) {
            metadata.set(MANAGED_FIELDS, stored);
            if (ObjectJson.same(current, next)) {
                return;
            }
        }
        metadata.set(MANAGED_FIELDS, managedFields);
    }

    static String timestamp(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void checkFinalizers(Target target, ObjectNode current, ObjectNode next) {
        if (!Metadata.isDeleting(current)) {
            return;
        }
        Set<String> added = new HashSet<>(Metadata.finalizers(next));
        Metadata.finalizers(current).forEach(added::remove);
        if (!added.isEmpty()) {
            String message = "Forbidden: no new finalizers can be added if the object is being deleted, found new"
                    + " finalizers " + added.stream().sorted().toList();
            throw new ApiException(new ApiFault.Invalid(
                    target.kindSubject(), List.of(new Cause("FieldValueForbidden", message, "metadata.finalizers"))));
        }
    }

    private static boolean sameContent(ResourceDefinition definition, ObjectNode current, ObjectNode next) {
        return ObjectJson.same(content(definition, current), content(definition, next));
    }

    /** Shares its parts with the object. */
    private static ObjectNode content(ResourceDefinition definition, ObjectNode object) {
        ObjectNode content = object.objectNode();
        content.setAll(object);
        content.remove(List.of("metadata", "apiVersion"));
        if (definition.statusSubresource()) {
            content.remove("status");
        }
        return content;
    }

    /** A new object with new metadata; all else is shared, for admission copies it anyhow. */
    private static ObjectNode shallowCopy(ObjectNode object) {
        ObjectNode copy = object.objectNode();
        copy.setAll(object);
        ObjectNode metadata = copy.putObject("metadata");
        if (object.get("metadata") instanceof ObjectNode given) {
            metadata.setAll(given);
        }
        metadata.remove(MANAGED_FIELDS);
        return copy;
    }

    private static void setNamespace(Target target, ObjectNode metadata) {
        if (target.definition().namespaced()) {
            metadata.put("namespace", target.namespace());
        } else {
            metadata.remove("namespace");
        }
    }

    private static void copy(String field, JsonNode from, ObjectNode to) {
        JsonNode value = from.get(field);
        if (value == null) {
            to.remove(field);
        } else {
            to.set(field, value);
        }
    }
}
