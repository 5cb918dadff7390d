package dev.roadstead.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** RBAC's RoleBinding: who has a role in its namespace. */
public record RoleBinding(ObjectMeta metadata, List<Subject> subjects, RoleRef roleRef) implements Resource {
    /** RBAC's API group. */
    public static final String GROUP = "rbac.authorization.k8s.io";

    /**
     * Somebody.
     *
     * @param apiGroup null for a ServiceAccount
     * @param namespace of a ServiceAccount; else null
     */
    public record Subject(
            String kind,
            @Nullable String apiGroup,
            String name,
            @Nullable String namespace) {
        public static Subject user(String name) {
            return new Subject("User", GROUP, name, null);
        }

        public static Subject group(String name) {
            return new Subject("Group", GROUP, name, null);
        }
    }

    /** A role; it never changes in a binding. */
    public record RoleRef(String apiGroup, String kind, String name) {
        public static RoleRef clusterRole(String name) {
            return new RoleRef(GROUP, "ClusterRole", name);
        }

        public static RoleRef role(String name) {
            return new RoleRef(GROUP, "Role", name);
        }
    }
}
