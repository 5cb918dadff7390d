package dev.roadstead.apiserver.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authz.Authorizer;
import dev.roadstead.apiserver.authz.Decision;
import dev.roadstead.apiserver.authz.PolicyRule;
import dev.roadstead.apiserver.authz.RequestInfo;
import dev.roadstead.apiserver.schema.Causes;
import dev.roadstead.apiserver.schema.FieldPath;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** What somebody may do: SubjectAccessReview and its kin, answered by the authorizer that decides on requests. */
final class AccessReviews {
    private static final FieldPath SPEC = FieldPath.of("spec");

    private final Authorizer authorizer;

    AccessReviews(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    ObjectNode self(ResourceDefinition definition, ObjectNode spec, Principal asking) {
        return decide(asking, request(definition, spec));
    }

    /** Groups are those of the question alone. */
    ObjectNode of(ResourceDefinition definition, ObjectNode spec) {
        Set<String> groups =
                spec.path("groups").valueStream().map(JsonNode::asText).collect(Collectors.toSet());
        String user = spec.path("user").asText("");
        if (user.isEmpty() && groups.isEmpty()) {
            throw Reviews.invalid(
                    definition,
                    Causes.invalid(SPEC.field("user"), user, "at least one of user or group must be specified"));
        }
        return decide(Principal.of(user, groups), request(definition, spec));
    }

    /** The namespace is that of the request; it may be left out of the question. */
    ObjectNode local(ResourceDefinition definition, ObjectNode spec, String namespace) {
        FieldPath at = SPEC.field("resourceAttributes");
        if (!(spec.get("resourceAttributes") instanceof ObjectNode attributes) || spec.has("nonResourceAttributes")) {
            throw Reviews.invalid(
                    definition, Causes.invalid(at, "must be specified, and nonResourceAttributes must not"));
        }
        String asked = attributes.path("namespace").asText("");
        if (!asked.isEmpty() && !asked.equals(namespace)) {
            throw Reviews.invalid(
                    definition,
                    Causes.invalid(at.field("namespace"), asked, "must match metadata.namespace: " + namespace));
        }
        attributes.put("namespace", namespace);
        return of(definition, spec);
    }

    ObjectNode rules(ObjectNode spec, Principal asking) {
        String namespace = spec.path("namespace").asText("");
        if (namespace.isEmpty()) {
            throw Reviews.badRequest("spec.namespace: no namespace on request: rules are listed for one namespace");
        }
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        ArrayNode resources = status.putArray("resourceRules");
        ArrayNode paths = status.putArray("nonResourceRules");
        for (PolicyRule rule : authorizer.rules(asking, namespace)) {
            if (rule.nonResourceUrls().isEmpty()) {
                ObjectNode node = resources.addObject();
                put(node, "verbs", rule.verbs());
                put(node, "apiGroups", rule.apiGroups());
                put(node, "resources", rule.resources());
                if (!rule.resourceNames().isEmpty()) {
                    put(node, "resourceNames", rule.resourceNames());
                }
            } else {
                ObjectNode node = paths.addObject();
                put(node, "verbs", rule.verbs());
                put(node, "nonResourceURLs", rule.nonResourceUrls());
            }
        }
        return status.put("incomplete", false);
    }

    private static void put(ObjectNode node, String field, Collection<String> values) {
        values.forEach(node.putArray(field)::add);
    }

    private static RequestInfo request(ResourceDefinition definition, ObjectNode spec) {
        JsonNode resource = spec.path("resourceAttributes");
        JsonNode path = spec.path("nonResourceAttributes");
        if (resource.isObject() == path.isObject()) {
            throw Reviews.invalid(
                    definition,
                    Causes.invalid(
                            SPEC.field("resourceAttributes"),
                            "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
        }
        if (path.isObject()) {
            return new RequestInfo.Path(text(path, "verb"), text(path, "path"));
        }
        return new RequestInfo.Resource(
                text(resource, "verb"),
                text(resource, "group"),
                text(resource, "version"),
                text(resource, "namespace"),
                text(resource, "resource"),
                text(resource, "name"),
                text(resource, "subresource"));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }

    private ObjectNode decide(Principal principal, RequestInfo request) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        return switch (authorizer.decide(principal, request)) {
            case Decision.Allowed(String reason) -> status.put("allowed", true).put("reason", reason);
            case Decision.Denied ignored -> status.put("allowed", false);
        };
    }
}
