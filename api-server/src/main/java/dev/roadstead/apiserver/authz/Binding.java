package dev.roadstead.apiserver.authz;

import java.util.List;

/**
 * A RoleBinding or ClusterRoleBinding: gives subjects the permissions of a role.
 *
 * @param namespace where they have them; empty for everywhere
 */
public record Binding(String namespace, String name, Role.Key role, List<Subject> subjects) {
    public Binding {
        subjects = List.copyOf(subjects);
    }

    /** Names the binding and its role, for the reason of a decision. */
    String describe() {
        String binding =
                namespace.isEmpty() ? "ClusterRoleBinding \"" + name : "RoleBinding \"" + name + "/" + namespace;
        return binding + "\" of " + role.kind() + " \"" + role.name() + "\"";
    }
}
