package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.List;
import java.util.Set;

/**
 * What a Namespace has beside the common rules: its content goes before it does, held by the entry {@code kubernetes} of
 * {@code spec.finalizers}, which admission gives to every new Namespace. Pure: arguments are not modified unless said.
 */
final class NamespaceRules {
    static final String RESOURCE = "namespaces";
    private static final Set<String> PERMANENT = Set.of("default", "kube-system", "roadstead-system");

    private NamespaceRules() {}

    static boolean isNamespace(ResourceDefinition definition) {
        return definition.resource().equals(RESOURCE);
    }

    /** The list of finalizers is the server's. */
    static ObjectNode prepareForUpdate(ObjectNode current, ObjectNode next) {
        ObjectNode namespace = next.deepCopy();
        withObject(namespace, "spec")
                .set("finalizers", current.path("spec").path("finalizers").deepCopy());
        return namespace;
    }

    static boolean holdsContent(ObjectNode object) {
        return object.path("kind").asText().equals("Namespace")
                && object.path("apiVersion").asText().equals("v1")
                && !object.path("spec").path("finalizers").isEmpty();
    }

    /** Modifies the argument. */
    static void markTerminating(ObjectNode namespace) {
        withObject(namespace, "status").put("phase", "Terminating");
    }

    /** The state after the content has gone. */
    static ObjectNode withoutContent(ObjectNode namespace) {
        ObjectNode released = namespace.deepCopy();
        withObject(released, "spec").putArray("finalizers");
        return released;
    }

    /**
     * Some namespaces are part of the server.
     *
     * @throws ApiException Forbidden
     */
    static void checkDeletable(Target target) {
        if (PERMANENT.contains(target.name())) {
            throw new ApiException(new ApiFault.Forbidden(
                    target.subject(),
                    target.subject().describe() + " is forbidden: this namespace may not be deleted",
                    List.of()));
        }
    }

    private static ObjectNode withObject(ObjectNode parent, String field) {
        JsonNode child = parent.get(field);
        return child instanceof ObjectNode object ? object : parent.putObject(field);
    }
}
