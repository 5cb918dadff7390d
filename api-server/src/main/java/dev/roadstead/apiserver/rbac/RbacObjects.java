package dev.roadstead.apiserver.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.ServiceAccountName;
import dev.roadstead.apiserver.authz.Binding;
import dev.roadstead.apiserver.authz.PolicyRule;
import dev.roadstead.apiserver.authz.Role;
import dev.roadstead.apiserver.authz.Subject;
import dev.roadstead.apiserver.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Objects of rbac.authorization.k8s.io/v1 as values. They were admitted, so their form is known. */
final class RbacObjects {
    static final String GROUP = "rbac.authorization.k8s.io";
    static final String ROLES = "roles." + GROUP;
    static final String CLUSTER_ROLES = "clusterroles." + GROUP;
    static final String ROLE_BINDINGS = "rolebindings." + GROUP;
    static final String CLUSTER_ROLE_BINDINGS = "clusterrolebindings." + GROUP;

    private static final ObjectReader READER = Json.mapper().readerFor(ObjectNode.class);

    private RbacObjects() {}

    static ObjectNode decode(byte[] json) {
        try {
            return READER.readValue(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a stored object is not JSON", e);
        }
    }

    static Role role(ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        return new Role(
                new Role.Key(
                        metadata.path("namespace").asText(""),
                        metadata.path("name").asText()),
                rules(object));
    }

    static List<PolicyRule> rules(ObjectNode role) {
        return role.path("rules").valueStream().map(RbacObjects::rule).toList();
    }

    private static PolicyRule rule(JsonNode rule) {
        List<String> urls = strings(rule.path("nonResourceURLs"));
        List<String> verbs = strings(rule.path("verbs"));
        return urls.isEmpty()
                ? PolicyRule.onResources(
                        verbs,
                        strings(rule.path("apiGroups")),
                        strings(rule.path("resources")),
                        strings(rule.path("resourceNames")))
                : PolicyRule.onPaths(verbs, urls);
    }

    static Binding binding(ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        String namespace = metadata.path("namespace").asText("");
        List<Subject> subjects = new ArrayList<>();
        for (JsonNode subject : object.path("subjects")) {
            subjects.add(subject(subject, namespace));
        }
        return new Binding(namespace, metadata.path("name").asText(), roleOf(object), subjects);
    }

    /** The role that a binding refers to. */
    static Role.Key roleOf(ObjectNode binding) {
        JsonNode reference = binding.path("roleRef");
        String namespace = reference.path("kind").asText().equals("Role")
                ? binding.path("metadata").path("namespace").asText("")
                : "";
        return new Role.Key(namespace, reference.path("name").asText());
    }

    /** A ServiceAccount without a namespace is one of the binding's own. */
    private static Subject subject(JsonNode subject, String bindingNamespace) {
        String name = subject.path("name").asText();
        return switch (subject.path("kind").asText()) {
            case "Group" -> new Subject.Group(name);
            case "ServiceAccount" -> {
                String namespace = subject.path("namespace").asText("");
                yield new Subject.User(
                        new ServiceAccountName(namespace.isEmpty() ? bindingNamespace : namespace, name).user());
            }
            default -> new Subject.User(name);
        };
    }

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
