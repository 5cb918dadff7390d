package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.CrdCompiler;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a CustomResourceDefinition has beside the common rules: it must compile, the server writes its status, and its
 * instances go before it does. Pure: arguments are not modified.
 */
final class DefinitionRules {
    static final String RESOURCE = "customresourcedefinitions.apiextensions.k8s.io";
    private static final String CLEANUP_FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

    private DefinitionRules() {}

    /**
     * The first state of a definition.
     *
     * @param builtIn whether a resource (plural and group) is one of the server itself
     * @throws ApiException Invalid when it does not compile or names a resource of the server itself
     */
    static ObjectNode prepareForCreate(Target target, ObjectNode object, Predicate<String> builtIn, Instant now) {
        ObjectNode crd = withCleanup(object);
        crd.putObject("status");
        return withStatus(target, crd, builtIn, UpdateRules.timestamp(now));
    }

    /**
     * The next state of a definition.
     *
     * @throws ApiException Invalid when it does not compile, or changes what its instances are stored under
     */
    static ObjectNode prepareForUpdate(
            Target target, ObjectNode current, ObjectNode next, Predicate<String> builtIn, Instant now) {
        for (String field : List.of("scope", "group")) {
            requireSame(target, current.path("spec"), next.path("spec"), field, "spec.");
        }
        requireSame(
                target, current.path("spec").path("names"), next.path("spec").path("names"), "plural", "spec.names.");
        ObjectNode crd = Metadata.isDeleting(current) ? next.deepCopy() : withCleanup(next);
        return withStatus(target, crd, builtIn, UpdateRules.timestamp(now));
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
    static ObjectNode withoutInstances(ObjectNode crd) {
        return Metadata.withoutFinalizer(crd, CLEANUP_FINALIZER);
    }

    private static ObjectNode withStatus(Target target, ObjectNode crd, Predicate<String> builtIn, String now) {
        List<ResourceDefinition> compiled = CrdCompiler.compile(crd);
        requireFreeName(target, compiled, builtIn);
        ObjectNode status = crd.path("status") instanceof ObjectNode present ? present : crd.putObject("status");
        status.set("acceptedNames", crd.path("spec").path("names").deepCopy());
        addStoredVersion(status, crd.path("spec").path("versions"));
        if (!status.has("conditions")) {
            ArrayNode conditions = status.putArray("conditions");
            condition(conditions, "NamesAccepted", "NoConflicts", "no conflicts found", now);
            condition(conditions, "Established", "InitialNamesAccepted", "the initial names have been accepted", now);
        }
        return crd;
    }

    private static void requireFreeName(Target target, List<ResourceDefinition> compiled, Predicate<String> builtIn) {
        for (ResourceDefinition definition : compiled) {
            if (builtIn.test(definition.resource())) {
                throw invalid(
                        target, "metadata.name", "Invalid value: \"" + target.name() + "\": is a built-in resource");
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

    private static void condition(ArrayNode conditions, String type, String reason, String message, String now) {
        conditions
                .addObject()
                .put("type", type)
                .put("status", "True")
                .put("lastTransitionTime", now)
                .put("reason", reason)
                .put("message", message);
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
