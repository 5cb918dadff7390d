package dev.roadstead.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.apiserver.admission.AdmissionRequest;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.Set;
import java.util.stream.Collectors;

/** Which requests a webhook wants to see; {@code *} stands for all. */
record Rule(Set<String> operations, Set<String> groups, Set<String> versions, Set<String> resources, String scope) {
    static Rule of(JsonNode rule) {
        return new Rule(
                strings(rule, "operations"),
                strings(rule, "apiGroups"),
                strings(rule, "apiVersions"),
                strings(rule, "resources"),
                rule.path("scope").asText("*"));
    }

    /** Whether the request fits, taken as one for this definition. */
    boolean matches(AdmissionRequest request, ResourceDefinition definition) {
        return has(operations, request.operation().name())
                && has(groups, definition.group())
                && has(versions, definition.version())
                && matchesResource(definition.plural(), request.subresource())
                && (scope.equals("*") || scope.equals("Namespaced") == definition.namespaced());
    }

    private boolean matchesResource(String plural, String subresource) {
        if (subresource.isEmpty()) {
            return resources.contains("*") || resources.contains("*/*") || resources.contains(plural);
        }
        return resources.contains("*/*")
                || resources.contains("*/" + subresource)
                || resources.contains(plural + "/*")
                || resources.contains(plural + "/" + subresource);
    }

    private static boolean has(Set<String> allowed, String value) {
        return allowed.contains("*") || allowed.contains(value);
    }

    private static Set<String> strings(JsonNode rule, String field) {
        return rule.path(field).valueStream().map(JsonNode::asText).collect(Collectors.toUnmodifiableSet());
    }
}
