package dev.roadstead.apiserver.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Authenticator;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authz.Authorizer;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.List;
import java.util.Set;

/** Answers reviews of every kind. Thread-safe. */
public final class Reviews {
    private static final Set<String> RESOURCES = Set.of(
            "tokenreviews.authentication.k8s.io",
            "selfsubjectreviews.authentication.k8s.io",
            "selfsubjectaccessreviews.authorization.k8s.io",
            "subjectaccessreviews.authorization.k8s.io",
            "localsubjectaccessreviews.authorization.k8s.io",
            "selfsubjectrulesreviews.authorization.k8s.io");

    private final IdentityReviews identities;
    private final AccessReviews accesses;

    public Reviews(Authenticator authenticator, Authorizer authorizer) {
        this.identities = new IdentityReviews(authenticator);
        this.accesses = new AccessReviews(authorizer);
    }

    /** Whether a kind is one of reviews. */
    public static boolean isReview(ResourceDefinition definition) {
        return RESOURCES.contains(definition.resource());
    }

    /**
     * The review with its status.
     *
     * @param body of the request, admitted by the kind's schema; not modified
     * @param namespace of the request; empty for kinds of the cluster scope
     * @param asking who asks
     * @throws ApiException BadRequest or Invalid when the question is none
     */
    public ObjectNode answer(ResourceDefinition definition, ObjectNode body, String namespace, Principal asking) {
        ObjectNode review = body.deepCopy();
        review.put("apiVersion", definition.apiVersion()).put("kind", definition.kind());
        ObjectNode metadata = review.withObjectProperty("metadata");
        if (definition.namespaced()) {
            metadata.put("namespace", namespace);
        }
        ObjectNode spec = review.path("spec") instanceof ObjectNode it ? it : review.putObject("spec");
        ObjectNode status = switch (definition.kind()) {
            case "TokenReview" -> identities.token(spec);
            case "SelfSubjectReview" -> identities.self(asking);
            case "SelfSubjectAccessReview" -> accesses.self(definition, spec, asking);
            case "SubjectAccessReview" -> accesses.of(definition, spec);
            case "LocalSubjectAccessReview" -> accesses.local(definition, spec, namespace);
            case "SelfSubjectRulesReview" -> accesses.rules(spec, asking);
            default -> throw new IllegalStateException("no review: " + definition.kind());
        };
        if (spec.isEmpty() && definition.kind().equals("SelfSubjectReview")) {
            review.remove("spec");
        }
        review.set("status", status);
        return review;
    }

    static ApiException badRequest(String message) {
        return new ApiException(new ApiFault.BadRequest(message));
    }

    static ApiException invalid(ResourceDefinition definition, Cause cause) {
        return new ApiException(
                new ApiFault.Invalid(new ApiFault.Subject(definition.group(), definition.kind(), ""), List.of(cause)));
    }
}
