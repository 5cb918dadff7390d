package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.admission.AdmissionRequest;
import dev.roadstead.apiserver.admission.AdmissionRequest.Operation;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.managedfields.ManagerName;
import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;
import org.jspecify.annotations.Nullable;

/**
 * How a write is to be done, and for whom.
 *
 * @param dryRun do everything but the write
 * @param fieldValidation what happens to unknown and duplicate fields
 * @param fieldManager who owns the fields that are written (metadata.managedFields); empty: the user agent says it
 * @param force server-side apply takes fields from other managers instead of refusing
 */
public record WriteOptions(
        boolean dryRun, FieldValidation fieldValidation, String fieldManager, boolean force, Caller caller) {
    /** Who owns what is written. */
    String manager() {
        return ManagerName.of(fieldManager, caller.userAgent());
    }

    /** What admission is asked; it may tell without the object whether it would ask others. */
    AdmissionRequest asksFor(
            Target target,
            Operation operation,
            Subresource subresource,
            @Nullable ObjectNode object,
            @Nullable ObjectNode old) {
        return new AdmissionRequest(
                target.definition(),
                operation,
                subresource.path(),
                target.namespace(),
                target.name(),
                object,
                old,
                dryRun,
                fieldManager,
                caller);
    }
}
