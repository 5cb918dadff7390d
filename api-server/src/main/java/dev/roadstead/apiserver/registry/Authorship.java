package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Who changed what an object asks for last: an annotation of the kinds that want it, which follows
 * {@code metadata.generation} and which nobody can set. It has no owner in managedFields, so no apply ever conflicts on
 * it. Pure, but that the next state is completed in place.
 */
final class Authorship {
    static final String CHANGED_BY = "roadstead.dev/changed-by";

    private Authorship() {}

    /**
     * Undoes what a client wrote into the annotation. Before owners are told from the change.
     *
     * @param current null for a new object
     */
    static void protect(ResourceDefinition definition, @Nullable ObjectNode current, ObjectNode next) {
        if (!definition.recordsAuthor()) {
            return;
        }
        JsonNode known = current == null ? null : annotation(current);
        if (known != null) {
            annotate(next, known.asText());
        } else if (annotation(next) != null) {
            ObjectNode rest = annotations(next);
            rest.remove(CHANGED_BY);
            if (rest.isEmpty()) {
                Metadata.of(next).remove("annotations");
            }
        }
    }

    /** Records the caller when the generation has changed. After owners are told from the change. */
    static void record(ResourceDefinition definition, @Nullable ObjectNode current, ObjectNode next, Caller caller) {
        boolean changed = current == null
                || !current.path("metadata")
                        .path("generation")
                        .equals(next.path("metadata").path("generation"));
        if (definition.recordsAuthor() && changed) {
            annotate(next, caller.principal().user());
        }
    }

    private static @Nullable JsonNode annotation(ObjectNode object) {
        return object.path("metadata").path("annotations").get(CHANGED_BY);
    }

    private static void annotate(ObjectNode object, String user) {
        JsonNode present = annotation(object);
        if (present == null || !user.equals(present.textValue())) {
            annotations(object).put(CHANGED_BY, user);
        }
    }

    /** A copy in the object's place: the one that was there may be shared with the current state. */
    private static ObjectNode annotations(ObjectNode object) {
        ObjectNode metadata = Metadata.of(object);
        ObjectNode copy =
                metadata.get("annotations") instanceof ObjectNode present ? present.deepCopy() : metadata.objectNode();
        metadata.set("annotations", copy);
        return copy;
    }
}
