package dev.roadstead.model;

import java.util.List;

/** RBAC's ClusterRoleBinding: who has a ClusterRole everywhere. */
public record ClusterRoleBinding(ObjectMeta metadata, List<RoleBinding.Subject> subjects, RoleBinding.RoleRef roleRef)
        implements Resource {}
