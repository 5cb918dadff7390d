package dev.roadstead.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the server: an object in the state that it is to have, and the one that it has.
 *
 * @param subresource empty for the object itself
 * @param namespace empty for cluster-scoped kinds
 * @param object null when it is to be deleted; not to be modified
 * @param old null when it is to be created; not to be modified
 * @param fieldManager empty when the request names none
 */
public record AdmissionRequest(
        ResourceDefinition definition,
        Operation operation,
        String subresource,
        String namespace,
        String name,
        @Nullable ObjectNode object,
        @Nullable ObjectNode old,
        boolean dryRun,
        String fieldManager,
        Caller caller) {
    /** What is done to the object. */
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE
    }

    /** The same request for another object. */
    public AdmissionRequest with(ObjectNode other) {
        return new AdmissionRequest(
                definition, operation, subresource, namespace, name, other, old, dryRun, fieldManager, caller);
    }
}
