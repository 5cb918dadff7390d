package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.Causes;
import dev.roadstead.apiserver.schema.FieldPath;
import java.util.ArrayList;
import java.util.List;

/** Conditions on the current state, and the sentences of Kubernetes for those that do not hold. Pure. */
final class Preconditions {
    private Preconditions() {}

    /** The object was written by somebody else since the client read it. */
    static ApiFault modified(Target target) {
        return new ApiFault.Conflict(
                target.subject(),
                "Operation cannot be fulfilled on " + target.subject().describe()
                        + ": the object has been modified; please apply your changes to the latest version and try again");
    }

    static ApiFault uidConflict(Target target, String expected, String found) {
        return new ApiFault.Conflict(
                target.subject(),
                "Operation cannot be fulfilled on " + target.subject().describe()
                        + ": Precondition failed: UID in precondition: " + expected + ", UID in object meta: " + found);
    }

    /**
     * The body must be of the kind and about the object that the URL names.
     *
     * @throws ApiException BadRequest
     */
    static void checkEnvelope(Target target, ObjectNode body) {
        requireEqual(
                "apiVersion",
                body.path("apiVersion").asText(),
                target.definition().apiVersion());
        requireEqual("kind", body.path("kind").asText(), target.definition().kind());
        if (body.hasNonNull("metadata") && !body.path("metadata").isObject()) {
            throw new ApiException(new ApiFault.Invalid(
                    target.kindSubject(),
                    List.of(new Cause("FieldValueTypeInvalid", "Invalid value: must be an object", "metadata"))));
        }
        requireTexts(target, body.path("metadata"));
        String namespace = Metadata.namespace(body);
        if (!namespace.isEmpty() && !namespace.equals(target.namespace())) {
            throw new ApiException(new ApiFault.BadRequest(
                    "the namespace of the provided object does not match the namespace sent on the request"));
        }
    }

    /**
     * As {@link #checkEnvelope}, for an object that is to be created.
     *
     * @throws ApiException BadRequest
     */
    static void checkNew(Target target, ObjectNode body) {
        checkEnvelope(target, body);
        if (!Metadata.resourceVersion(body).isEmpty()) {
            throw new ApiException(
                    new ApiFault.BadRequest("resourceVersion should not be set on objects to be created"));
        }
    }

    /**
     * As {@link #checkEnvelope}, for an object that exists.
     *
     * @throws ApiException BadRequest
     */
    static void checkSameObject(Target target, ObjectNode body) {
        checkEnvelope(target, body);
        String name = Metadata.name(body);
        if (!name.isEmpty() && !name.equals(target.name())) {
            throw new ApiException(new ApiFault.BadRequest("the name of the object (" + name
                    + ") does not match the name on the URL (" + target.name() + ")"));
        }
    }

    /** These are read before the schema is asked. */
    private static void requireTexts(Target target, JsonNode metadata) {
        List<Cause> causes = new ArrayList<>();
        for (String field : List.of("name", "generateName", "namespace", "uid", "resourceVersion")) {
            JsonNode value = metadata.path(field);
            if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
                causes.add(Causes.typeInvalid(FieldPath.of("metadata").field(field), value, "must be a string"));
            }
        }
        if (!causes.isEmpty()) {
            throw new ApiException(new ApiFault.Invalid(target.kindSubject(), causes));
        }
    }

    private static void requireEqual(String field, String found, String expected) {
        if (!found.equals(expected)) {
            throw new ApiException(new ApiFault.BadRequest("the " + field + " in the data (" + found
                    + ") does not match the expected " + field + " (" + expected + ")"));
        }
    }
}
