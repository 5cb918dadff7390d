package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a CustomResourceDefinition has beside the common rules: the server writes its status, and its instances go before
 * it does. Pure: arguments are not modified.
 */
final class DefinitionRules {
    static final String RESOURCE = "customresourcedefinitions.apiextensions.k8s.io";
    private static final String CLEANUP_FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

    private DefinitionRules() {}

    /**
     * The first state of a definition.
     *
     * @param others the names that other definitions hold
     * @throws ApiException Invalid when it names a resource of the server itself
     */
    static ObjectNode prepareForCreate(
            Target target,
            ObjectNode object,
            Predicate<String> builtIn,
            Collection<DefinitionNames.Claims> others,
            Instant now) {
        if (builtIn.test(target.name())) {
            throw invalid(target, "metadata.name", "Invalid value: \"" + target.name() + "\": is a built-in resource");
        }
        ObjectNode crd = withCleanup(object);
        crd.putObject("status");
        return withStatus(crd, others, now);
    }

    /**
     * The next state of a definition.
     *
     * @param others the names that other definitions hold
     * @throws ApiException Invalid when it changes what its instances are stored under, or drops a version in which some
     *     may be stored
     */
    static ObjectNode prepareForUpdate(
            Target target,
            ObjectNode current,
            ObjectNode next,
            Collection<DefinitionNames.Claims> others,
            Instant now) {
        for (String field : List.of("scope", "group")) {
            requireSame(target, current.path("spec"), next.path("spec"), field, "spec.");
        }
        requireSame(
                target, current.path("spec").path("names"), next.path("spec").path("names"), "plural", "spec.names.");
        requireStoredVersions(target, current, next);
        ObjectNode crd = Metadata.isDeleting(current) ? next.deepCopy() : withCleanup(next);
        return withStatus(crd, others, now);
    }

    /** The state in which the names of others are taken note of anew. */
    static ObjectNode withStatus(ObjectNode object, Collection<DefinitionNames.Claims> others, Instant now) {
        ObjectNode crd = object.deepCopy();
        ObjectNode status = crd.path("status") instanceof ObjectNode present ? present : crd.putObject("status");
        addStoredVersion(status, crd.path("spec").path("versions"));
        DefinitionNames.accept(crd, status, others, UpdateRules.timestamp(now));
        return crd;
    }

    /** Modifies the argument. */
    static void markTerminating(ObjectNode crd, Instant now) {
        Conditions.set(
                crd.withObjectProperty("status"),
                "Terminating",
                true,
                "InstanceDeletionInProgress",
                "CustomResource deletion is in progress",
                UpdateRules.timestamp(now));
    }

    private static ObjectNode withCleanup(ObjectNode object) {
        ObjectNode crd = object.deepCopy();
        List<String> finalizers = new ArrayList<>(Metadata.finalizers(crd));
        if (!finalizers.contains(CLEANUP_FINALIZER)) {
            finalizers.add(CLEANUP_FINALIZER);
        }
        Metadata.setFinalizers(crd, finalizers);
        return crd;
    }

    static boolean holdsInstances(ObjectNode crd) {
        return Metadata.finalizers(crd).contains(CLEANUP_FINALIZER);
    }

    /** The state after the instances have gone. */
    static ObjectNode withoutInstances(ObjectNode crd, Instant now) {
        ObjectNode released = Metadata.withoutFinalizer(crd, CLEANUP_FINALIZER);
        Conditions.set(
                released.withObjectProperty("status"),
                "Terminating",
                false,
                "InstanceDeletionCompleted",
                "removed all instances",
                UpdateRules.timestamp(now));
        return released;
    }

    /** Objects may still be stored in every version that ever was the storage version, until somebody says otherwise. */
    private static void requireStoredVersions(Target target, ObjectNode current, ObjectNode next) {
        Set<String> named = next.path("spec")
                .path("versions")
                .valueStream()
                .map(version -> version.path("name").asText())
                .collect(Collectors.toSet());
        List<String> stored = Metadata.strings(current.path("status").path("storedVersions"));
        for (int i = 0; i < stored.size(); i++) {
            if (!named.contains(stored.get(i))) {
                throw invalid(
                        target,
                        "status.storedVersions[" + i + "]",
                        "Invalid value: \"" + stored.get(i) + "\": must appear in spec.versions");
            }
        }
    }

    private static void addStoredVersion(ObjectNode status, JsonNode versions) {
        ArrayNode stored =
                status.get("storedVersions") instanceof ArrayNode present ? present : status.putArray("storedVersions");
        List<String> known = Metadata.strings(stored);
        for (JsonNode version : versions) {
            String name = version.path("name").asText();
            if (version.path("storage").asBoolean() && !known.contains(name)) {
                stored.add(name);
            }
        }
    }

    private static void requireSame(Target target, JsonNode current, JsonNode next, String field, String prefix) {
        if (!current.path(field).equals(next.path(field))) {
            throw invalid(target, prefix + field, "Invalid value: " + next.path(field) + ": field is immutable");
        }
    }

    private static ApiException invalid(Target target, String field, String message) {
        return new ApiException(
                new ApiFault.Invalid(target.kindSubject(), List.of(new Cause("FieldValueInvalid", message, field))));
    }
}
