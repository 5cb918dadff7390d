package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.Causes;
import dev.roadstead.apiserver.schema.FieldPath;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a Namespace has beside the common rules: its content goes before it does, held by the entry {@code kubernetes} of
 * {@code spec.finalizers}, which admission gives to every new Namespace. Others may hold it as well. Pure: arguments are
 * not modified unless said.
 */
final class NamespaceRules {
    static final String RESOURCE = "namespaces";
    private static final String CONTENT = "kubernetes";
    private static final Pattern QUALIFIED =
            Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/[a-zA-Z0-9]([-_.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?");
    private static final Set<String> PERMANENT = Set.of("default", "kube-system", "roadstead-system");

    private NamespaceRules() {}

    static boolean isNamespace(ResourceDefinition definition) {
        return definition.resource().equals(RESOURCE);
    }

    /**
     * The next state when a client says who must let go of a Namespace: the list is as it says. A Namespace that is being
     * deleted goes with its last entry, whatever it still contains. Modifies the proposal that has no list: it gets an empty one.
     *
     * @throws ApiException Invalid when an entry is neither {@code kubernetes} nor of the form domain/name
     */
    static ObjectNode prepareForFinalize(Target target, ObjectNode proposed) {
        List<Cause> causes = new ArrayList<>();
        JsonNode finalizers = proposed.path("spec").path("finalizers");
        for (int i = 0; i < finalizers.size(); i++) {
            JsonNode name = finalizers.path(i);
            if (!name.asText().equals(CONTENT)
                    && !QUALIFIED.matcher(name.asText()).matches()) {
                causes.add(Causes.invalid(
                        FieldPath.of("spec.finalizers").index(i),
                        name,
                        "must be kubernetes, or have the form domain/name, as example.com/hold"));
            }
        }
        if (!causes.isEmpty()) {
            throw new ApiException(new ApiFault.Invalid(target.kindSubject(), causes));
        }
        if (finalizers.isEmpty()) {
            withObject(proposed, "spec").putArray("finalizers");
        }
        return proposed;
    }

    /** The list of finalizers changes through a path of its own; it is there, be it empty. */
    static ObjectNode prepareForUpdate(ObjectNode current, ObjectNode next) {
        ObjectNode namespace = next.deepCopy();
        ArrayNode unchanged = withObject(namespace, "spec").putArray("finalizers");
        current.path("spec").path("finalizers").forEach(unchanged::add);
        return namespace;
    }

    /** Whether its content has not been deleted yet. */
    static boolean holdsContent(ObjectNode object) {
        return finalizers(object).contains(CONTENT);
    }

    /** Whether somebody must let go of it first: the server for its content, or who else is in the list. */
    static boolean isHeld(ObjectNode object) {
        return !finalizers(object).isEmpty();
    }

    private static List<String> finalizers(ObjectNode object) {
        boolean namespace = object.path("kind").asText().equals("Namespace")
                && object.path("apiVersion").asText().equals("v1");
        return namespace ? Metadata.strings(object.path("spec").path("finalizers")) : List.of();
    }

    /** Modifies the argument. */
    static void markTerminating(ObjectNode namespace) {
        withObject(namespace, "status").put("phase", "Terminating");
    }

    /** The state after the content has gone. */
    static ObjectNode withoutContent(ObjectNode namespace) {
        ObjectNode released = namespace.deepCopy();
        List<String> others = new ArrayList<>(finalizers(released));
        others.removeIf(CONTENT::equals);
        ArrayNode left = withObject(released, "spec").putArray("finalizers");
        others.forEach(left::add);
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
