package dev.roadstead.apiserver.admission.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.admission.AdmissionRequest;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.json.Json;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** AdmissionReview of admission.k8s.io/v1: the question and the answer. Pure. */
final class Review {
    private static final JsonMapper JSON = Json.mapper();

    private Review() {}

    /**
     * What a webhook said.
     *
     * @param code HTTP status of a refusal; 0 if it named none
     * @param message of a refusal
     * @param patch a JSON Patch, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(boolean allowed, int code, String message, byte @Nullable [] patch, List<String> warnings) {}

    /** An answer that is none. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    /**
     * The question, without its uid.
     *
     * @param view as which the webhook wants to see the objects
     */
    static ObjectNode request(AdmissionRequest request, ResourceDefinition view) {
        ResourceDefinition d = request.definition();
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        question.put("uid", "");
        version(question.putObject("kind"), view).put("kind", view.kind());
        version(question.putObject("requestKind"), d).put("kind", d.kind());
        version(question.putObject("resource"), view).put("resource", view.plural());
        version(question.putObject("requestResource"), d).put("resource", d.plural());
        if (!request.subresource().isEmpty()) {
            question.put("subResource", request.subresource()).put("requestSubResource", request.subresource());
        }
        question.put("name", request.name());
        if (!request.namespace().isEmpty()) {
            question.put("namespace", request.namespace());
        }
        question.put("operation", request.operation().name());
        userInfo(question.putObject("userInfo"), request.caller().principal());
        question.set("object", shown(request.object(), d, view));
        question.set("oldObject", shown(request.old(), d, view));
        question.put("dryRun", request.dryRun());
        options(question.putObject("options"), request);
        return question;
    }

    private static ObjectNode version(ObjectNode out, ResourceDefinition of) {
        return out.put("group", of.group()).put("version", of.version());
    }

    private static void userInfo(ObjectNode out, Principal principal) {
        out.put("username", principal.user());
        if (!principal.uid().isEmpty()) {
            out.put("uid", principal.uid());
        }
        principal.groups().stream().sorted().forEach(out.putArray("groups")::add);
        ObjectNode extra = JsonNodeFactory.instance.objectNode();
        principal.extra().forEach((key, values) -> values.forEach(extra.putArray(key)::add));
        if (!extra.isEmpty()) {
            out.set("extra", extra);
        }
    }

    private static void options(ObjectNode out, AdmissionRequest request) {
        String operation = request.operation().name();
        out.put("kind", operation.charAt(0) + operation.substring(1).toLowerCase(Locale.ROOT) + "Options");
        out.put("apiVersion", "meta.k8s.io/v1");
        if (request.dryRun()) {
            out.putArray("dryRun").add("All");
        }
        if (!request.fieldManager().isEmpty()) {
            out.put("fieldManager", request.fieldManager());
        }
    }

    private static JsonNode shown(@Nullable ObjectNode object, ResourceDefinition own, ResourceDefinition view) {
        return object == null ? JsonNodeFactory.instance.nullNode() : own.shownAs(view, object);
    }

    static byte[] encode(ObjectNode request, String uid) {
        ObjectNode review = JsonNodeFactory.instance.objectNode();
        review.put("kind", "AdmissionReview").put("apiVersion", "admission.k8s.io/v1");
        review.set("request", request.put("uid", uid));
        try {
            return JSON.writeValueAsBytes(review);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    /** Reads an answer to the question of this uid. */
    static Answer decode(byte[] body, String uid) throws MalformedException {
        JsonNode review;
        try {
            review = DocumentReader.read(body, Format.JSON);
        } catch (ApiException e) {
            throw new MalformedException("the answer is not JSON: " + e.getMessage());
        }
        JsonNode response = review.path("response");
        if (!review.path("kind").asText().equals("AdmissionReview")
                || !review.path("apiVersion").asText().equals("admission.k8s.io/v1")) {
            throw new MalformedException("the answer is no AdmissionReview of admission.k8s.io/v1");
        }
        if (!response.path("uid").asText().equals(uid)) {
            throw new MalformedException("expected response.uid=\"" + uid + "\", got another one");
        }
        if (!response.path("allowed").isBoolean()) {
            throw new MalformedException("response.allowed must be true or false");
        }
        return new Answer(
                response.path("allowed").asBoolean(),
                response.path("status").path("code").asInt(0),
                message(response.path("status")),
                patch(response),
                response.path("warnings")
                        .valueStream()
                        .map(JsonNode::asText)
                        .limit(20)
                        .toList());
    }

    private static String message(JsonNode status) {
        String message = status.path("message").asText();
        String reason = status.path("reason").asText();
        return message.isEmpty() ? reason : message;
    }

    private static byte @Nullable [] patch(JsonNode response) throws MalformedException {
        JsonNode patch = response.path("patch");
        if (patch.isMissingNode() || patch.isNull() || patch.asText().isEmpty()) {
            return null;
        }
        if (!response.path("patchType").asText().equals("JSONPatch")) {
            throw new MalformedException("response.patchType must be JSONPatch where there is a patch");
        }
        try {
            return Base64.getDecoder().decode(patch.asText());
        } catch (IllegalArgumentException e) {
            throw new MalformedException("response.patch must be encoded as base64");
        }
    }
}
