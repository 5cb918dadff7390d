package dev.roadstead.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.admission.Admission.Admitted;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** All of admission, in its order: the pure steps of {@link Admission}, and between them those who are asked. */
public final class AdmissionChain {
    /** Of metadata; what a webhook makes of them does not count. */
    private static final List<String> SETTLED = List.of(
            "name",
            "namespace",
            "generateName",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "managedFields");

    private final Reviewers reviewers;

    public AdmissionChain(Reviewers reviewers) {
        this.reviewers = reviewers;
    }

    /**
     * What may be stored: decoded → pruned and defaulted → built-in mutations → mutating webhooks (→ pruned and defaulted
     * again) → metadata, schema, built-in rules → validation rules (CEL) → validating webhooks.
     *
     * @param request of a creation or an update
     * @param mode what happens to unknown fields
     * @throws ApiException BadRequest for unknown fields that are refused, Invalid with a cause for each other fault,
     *     Forbidden and what else webhooks answer
     */
    public Admitted admit(AdmissionRequest request, FieldValidation mode) {
        ObjectNode proposed = Objects.requireNonNull(request.object(), "deletions have no object");
        Admitted shaped = Admission.shape(request.definition(), proposed, request.old(), mode);
        if (!reviewers.concern(request)) {
            Admission.check(request.definition(), shaped.object(), request.old());
            return shaped;
        }
        List<String> warnings = new ArrayList<>(shaped.warnings());
        ObjectNode object = mutated(request.with(shaped.object()), shaped.object(), warnings);
        Admission.check(request.definition(), object, request.old());
        warnings.addAll(reviewers.validate(request.with(object)));
        return new Admitted(object, List.copyOf(warnings));
    }

    /**
     * Asks whether the object of the request may be deleted; warnings for the client.
     *
     * @throws ApiException if somebody refuses
     */
    public List<String> admitDeletion(AdmissionRequest request) {
        return reviewers.concern(request) ? reviewers.validate(request) : List.of();
    }

    /** Whether admission may have to wait for the answers of others; cheap, and no object of the request is looked at. */
    public boolean mayWait(AdmissionRequest request) {
        return reviewers.concern(request);
    }

    private ObjectNode mutated(AdmissionRequest request, ObjectNode shaped, List<String> warnings) {
        Reviewers.Opinion opinion = reviewers.mutate(request);
        warnings.addAll(opinion.warnings());
        if (!opinion.changed()) {
            return shaped;
        }
        ObjectNode object = settled(request, shaped, opinion.object());
        Admitted again = Admission.shape(request.definition(), object, request.old(), FieldValidation.WARN);
        warnings.addAll(again.warnings());
        return again.object();
    }

    /** A webhook changes what the request may change. */
    private static ObjectNode settled(AdmissionRequest request, ObjectNode before, ObjectNode after) {
        if (request.subresource().equals("status")) {
            ObjectNode object = before.deepCopy();
            copy("status", after, object);
            return object;
        }
        copy("apiVersion", before, after);
        copy("kind", before, after);
        if (request.definition().statusSubresource()) {
            copy("status", before, after);
        }
        ObjectNode metadata = after.get("metadata") instanceof ObjectNode it ? it : after.putObject("metadata");
        SETTLED.forEach(field -> copy(field, before.path("metadata"), metadata));
        return after;
    }

    private static void copy(String field, JsonNode from, ObjectNode to) {
        JsonNode value = from.get(field);
        if (value == null) {
            to.remove(field);
        } else {
            to.set(field, value);
        }
    }
}
