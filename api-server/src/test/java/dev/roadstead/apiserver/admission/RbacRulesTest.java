package dev.roadstead.apiserver.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.CoreKinds;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The faults are those of Kubernetes, word by word. */
class RbacRulesTest {
    private static final Map<String, ResourceDefinition> KINDS = CoreKinds.definitions().stream()
            .filter(it -> it.group().equals(RbacRules.GROUP))
            .collect(Collectors.toMap(ResourceDefinition::kind, Function.identity()));

    @Test
    void rulesAreAboutResourcesOrPaths() {
        assertThat(check("Role", "rules: [{verbs: []}]", null))
                .containsExactly(
                        "rules[0].verbs: Required value: verbs must contain at least one value",
                        "rules[0].apiGroups: Required value: resource rules must supply at least one api group",
                        "rules[0].resources: Required value: resource rules must supply at least one resource");
        assertThat(check("Role", "rules: [{verbs: [get], nonResourceURLs: [/x]}]", null))
                .containsExactly("rules[0].nonResourceURLs: Invalid value: [\"/x\"]: namespaced rules cannot apply to"
                        + " non-resource URLs");
        assertThat(check("ClusterRole", "rules: [{verbs: [get], nonResourceURLs: [/x], resources: [y]}]", null))
                .containsExactly("rules[0].nonResourceURLs: Invalid value: [\"/x\"]: rules cannot apply to both regular"
                        + " resources and non-resource URLs");
    }

    @Test
    void bindingsReferToARoleAndSubjects() {
        String good = "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: 'system:x'}\n";
        assertThat(check("ClusterRoleBinding", good, null)).isEmpty();
        assertThat(check(
                        "ClusterRoleBinding",
                        good.replace("ClusterRole,", "Role,").replace("system:x", "a/b"),
                        null))
                .satisfiesExactly(
                        it -> assertThat(it)
                                .isEqualTo(
                                        "roleRef.kind: Unsupported value: \"Role\": supported values: \"ClusterRole\""),
                        it -> assertThat(it).startsWith("roleRef.name: Invalid value: \"a/b\""));
        assertThat(check("ClusterRoleBinding", good + "subjects: [{kind: ServiceAccount, name: s}]", null))
                .containsExactly("subjects[0].namespace: Required value");
        assertThat(check(
                        "RoleBinding",
                        good + "subjects: [{kind: Robot, name: s}, {kind: User, name: u, apiGroup: x}]",
                        null))
                .containsExactly(
                        "subjects[0].kind: Unsupported value: \"Robot\": supported values: \"Group\","
                                + " \"ServiceAccount\", \"User\"",
                        "subjects[1].apiGroup: Unsupported value: \"x\": supported values:"
                                + " \"rbac.authorization.k8s.io\"");
        assertThat(check("RoleBinding", good, good.replace("system:x", "other")))
                .singleElement()
                .asString()
                .endsWith("cannot change roleRef");
    }

    @Test
    void groupsAreFilledIn() {
        ObjectNode binding = yaml("{roleRef: {kind: Role, name: r}, subjects: [{kind: User, name: u},"
                + " {kind: ServiceAccount, name: s}]}");

        RbacRules.applyDefaults(kind("RoleBinding"), binding);

        assertThat(binding)
                .isEqualTo(yaml("{roleRef: {kind: Role, name: r, apiGroup: rbac.authorization.k8s.io}, subjects:"
                        + " [{kind: User, name: u, apiGroup: rbac.authorization.k8s.io},"
                        + " {kind: ServiceAccount, name: s}]}"));
    }

    private static List<String> check(String kind, String object, @Nullable String old) {
        List<Cause> causes = RbacRules.check(kind(kind), yaml(object), old == null ? null : yaml(old));
        return causes.stream()
                .map(cause -> cause.field() + ": " + cause.message())
                .toList();
    }

    private static ResourceDefinition kind(String kind) {
        return Objects.requireNonNull(KINDS.get(kind));
    }

    private static ObjectNode yaml(String text) {
        return (ObjectNode) DocumentReader.read(text.getBytes(StandardCharsets.UTF_8), DocumentReader.Format.YAML);
    }
}
