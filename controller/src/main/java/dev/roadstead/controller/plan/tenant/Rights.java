package dev.roadstead.controller.plan.tenant;

import dev.roadstead.model.ClusterRole;
import dev.roadstead.model.ClusterRoleBinding;
import dev.roadstead.model.Role;
import dev.roadstead.model.RoleBinding;
import java.util.List;

/** All RBAC objects that there are to be for one owner; what else is there for it is taken back. */
public record Rights(
        List<Role> roles,
        List<RoleBinding> bindings,
        List<ClusterRole> clusterRoles,
        List<ClusterRoleBinding> clusterBindings) {
    public static final Rights NONE = new Rights(List.of(), List.of(), List.of(), List.of());

    /** Only these. */
    static Rights of(List<RoleBinding> bindings) {
        return new Rights(List.of(), List.copyOf(bindings), List.of(), List.of());
    }
}
