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
     * The steps of admission that need nobody else, in their order. The input is not modified.
     *
     * @param old the stored object that is replaced; null if the object is created
     * @param mode what happens to unknown fields
     * @throws ApiException BadRequest for unknown fields that are refused, Invalid with a cause for each other fault
     */
    public static Admitted admit(
            ResourceDefinition d, ObjectNode object, @Nullable ObjectNode old, FieldValidation mode) {
        Admitted shaped = shape(d, object, old, mode);
        check(d, shaped.object(), old);
        return shaped;
    }

    /** The object without unknown fields, with defaults and what the server fills in; not checked. */
    static Admitted shape(ResourceDefinition d, ObjectNode object, @Nullable ObjectNode old, FieldValidation mode) {
        Shaped shaped = d.schema().shape(object);
        List<String> warnings = UnknownFields.judge(shaped.unknownFields(), mode);
        BuiltinMutations.apply(d, shaped.object(), old);
        return new Admitted(shaped.object(), warnings);
    }

    /** Rules in CEL see objects that are valid otherwise. */
    static void check(ResourceDefinition d, ObjectNode object, @Nullable ObjectNode old) {
        List<Cause> causes = new ArrayList<>(MetadataRules.check(d, object));
        causes.addAll(d.schema().validate(object, old));
        causes.addAll(EmbeddedRules.check(d.schema().embedded(object, old)));
        causes.addAll(BuiltinRules.check(d, object, old));
        refuseIfAny(d, object, causes);
        refuseIfAny(d, object, d.schema().validateRules(object, old));
    }

    private static void refuseIfAny(ResourceDefinition d, ObjectNode object, List<Cause> causes) {
        if (causes.isEmpty()) {
            return;
        }
        String name = object.path("metadata").path("name").asText();
        throw new ApiException(new ApiFault.Invalid(new ApiFault.Subject(d.group(), d.kind(), name), causes));
    }
}
