package dev.roadstead.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.Causes;
import dev.roadstead.apiserver.schema.FieldPath;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Kubernetes demands of roles and bindings, and fills in ("Using RBAC Authorization"). Values of a wrong type are
 * left to the schema.
 */
final class RbacRules {
    static final String GROUP = "rbac.authorization.k8s.io";

    private final List<Cause> causes = new ArrayList<>();

    private RbacRules() {}

    /** Changes the object, which is the caller's own. */
    static void applyDefaults(ResourceDefinition d, ObjectNode object) {
        if (!isBinding(d)) {
            return;
        }
        if (object.get("roleRef") instanceof ObjectNode roleRef) {
            defaultGroup(roleRef);
        }
        for (JsonNode subject : object.path("subjects")) {
            if (subject instanceof ObjectNode it && !it.path("kind").asText().equals("ServiceAccount")) {
                defaultGroup(it);
            }
        }
    }

    private static void defaultGroup(ObjectNode reference) {
        JsonNode present = reference.path("apiGroup");
        if (present.isMissingNode()
                || (present.isTextual() && present.textValue().isEmpty())) {
            reference.put("apiGroup", GROUP);
        }
    }

    static List<Cause> check(ResourceDefinition d, ObjectNode object, @Nullable ObjectNode old) {
        RbacRules rules = new RbacRules();
        if (isBinding(d)) {
            rules.binding(d.namespaced(), object, old);
        } else {
            rules.role(d.namespaced(), object);
        }
        return rules.causes;
    }

    private static boolean isBinding(ResourceDefinition d) {
        return d.kind().endsWith("Binding");
    }

    private void role(boolean namespaced, ObjectNode role) {
        int index = 0;
        for (JsonNode rule : role.path("rules")) {
            rule(namespaced, rule, FieldPath.of("rules").index(index++));
        }
    }

    private void rule(boolean namespaced, JsonNode rule, FieldPath at) {
        // An absent list of verbs is the schema's to report.
        if (rule.path("verbs").isArray() && rule.path("verbs").isEmpty()) {
            causes.add(Causes.required(at.field("verbs"), "verbs must contain at least one value"));
        }
        JsonNode urls = rule.path("nonResourceURLs");
        if (!urls.isEmpty()) {
            if (namespaced) {
                causes.add(Causes.invalid(
                        at.field("nonResourceURLs"), urls, "namespaced rules cannot apply to non-resource URLs"));
            }
            if (!rule.path("apiGroups").isEmpty()
                    || !rule.path("resources").isEmpty()
                    || !rule.path("resourceNames").isEmpty()) {
                causes.add(Causes.invalid(
                        at.field("nonResourceURLs"),
                        urls,
                        "rules cannot apply to both regular resources and non-resource URLs"));
            }
            return;
        }
        if (rule.path("apiGroups").isEmpty()) {
            causes.add(Causes.required(at.field("apiGroups"), "resource rules must supply at least one api group"));
        }
        if (rule.path("resources").isEmpty()) {
            causes.add(Causes.required(at.field("resources"), "resource rules must supply at least one resource"));
        }
    }

    private void binding(boolean namespaced, ObjectNode binding, @Nullable ObjectNode old) {
        FieldPath at = FieldPath.of("roleRef");
        JsonNode roleRef = binding.path("roleRef");
        demandGroup(roleRef, at, GROUP);
        List<String> kinds = namespaced ? List.of("ClusterRole", "Role") : List.of("ClusterRole");
        if (roleRef.path("kind").isTextual()
                && !kinds.contains(roleRef.path("kind").textValue())) {
            causes.add(Causes.notSupported(at.field("kind"), roleRef.path("kind"), kinds));
        }
        JsonNode name = roleRef.path("name");
        if (name.isTextual() && name.textValue().isEmpty()) {
            causes.add(Causes.required(at.field("name"), ""));
        } else if (name.isTextual() && !Syntax.PATH_SEGMENT.allows(name.textValue())) {
            causes.add(Causes.invalid(at.field("name"), name, Syntax.PATH_SEGMENT.rule()));
        }
        if (old != null && !old.path("roleRef").equals(roleRef)) {
            causes.add(Causes.invalid(at, roleRef, "cannot change roleRef"));
        }
        int index = 0;
        for (JsonNode subject : binding.path("subjects")) {
            subject(namespaced, subject, FieldPath.of("subjects").index(index++));
        }
    }

    private void subject(boolean namespaced, JsonNode subject, FieldPath at) {
        JsonNode name = subject.path("name");
        if (name.isTextual() && name.textValue().isEmpty()) {
            causes.add(Causes.required(at.field("name"), ""));
        }
        switch (subject.path("kind").asText()) {
            case "ServiceAccount" -> {
                if (name.isTextual() && !name.textValue().isEmpty() && !Syntax.DNS_SUBDOMAIN.allows(name.textValue())) {
                    causes.add(Causes.invalid(at.field("name"), name, Syntax.DNS_SUBDOMAIN.rule()));
                }
                demandGroup(subject, at, "");
                if (!namespaced && subject.path("namespace").asText("").isEmpty()) {
                    causes.add(Causes.required(at.field("namespace"), ""));
                }
            }
            case "User", "Group" -> demandGroup(subject, at, GROUP);
            default -> {
                if (subject.path("kind").isTextual()) {
                    causes.add(Causes.notSupported(
                            at.field("kind"), subject.path("kind"), List.of("ServiceAccount", "User", "Group")));
                }
            }
        }
    }

    private void demandGroup(JsonNode reference, FieldPath at, String expected) {
        JsonNode group = reference.path("apiGroup");
        if (group.isTextual() && !group.textValue().equals(expected)) {
            causes.add(Causes.notSupported(at.field("apiGroup"), group, List.of(expected)));
        }
    }
}
