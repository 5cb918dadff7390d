package dev.roadstead.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.ObjectSchema.Shaped;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides whether an object may be stored, and in which form. */
public final class Admission {
    private Admission() {}

    /**
     * What may be stored.
     *
     * @param object a new tree
     * @param warnings sentences for the client, in the order of the object
     */
    public record Admitted(ObjectNode object, List<String> warnings) {}

    /**
     * The steps of admission, in their order. The input is not modified.
     *
     * @param old the stored object that is replaced; null if the object is created
     * @param mode what happens to unknown fields
     * @throws ApiException BadRequest for unknown fields that are refused, Invalid with a cause for each other fault
     */
    public static Admitted admit(
            ResourceDefinition d, ObjectNode object, @Nullable ObjectNode old, FieldValidation mode) {
        Shaped shaped = d.schema().shape(object);
        List<String> warnings = UnknownFields.judge(shaped.unknownFields(), mode);
        ObjectNode admitted = shaped.object();
        BuiltinMutations.apply(d, admitted, old);
        List<Cause> causes = new ArrayList<>(MetadataRules.check(d, admitted));
        causes.addAll(d.schema().validate(admitted));
        causes.addAll(BuiltinRules.check(d, admitted, old));
        refuseIfAny(d, admitted, causes);
        causes.addAll(d.schema().validateRules(admitted, old));
        refuseIfAny(d, admitted, causes);
        return new Admitted(admitted, warnings);
    }

    private static void refuseIfAny(ResourceDefinition d, ObjectNode object, List<Cause> causes) {
        if (causes.isEmpty()) {
            return;
        }
        String name = object.path("metadata").path("name").asText();
        throw new ApiException(new ApiFault.Invalid(new ApiFault.Subject(d.group(), d.kind(), name), causes));
    }
}
