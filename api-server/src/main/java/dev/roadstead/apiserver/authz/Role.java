package dev.roadstead.apiserver.authz;

import java.util.List;

/** A Role or ClusterRole: rules under a name. */
public record Role(Key key, List<PolicyRule> rules) {
    public Role {
        rules = List.copyOf(rules);
    }

    /**
     * Names a role.
     *
     * @param namespace empty for a ClusterRole
     */
    public record Key(String namespace, String name) {
        public String kind() {
            return namespace.isEmpty() ? "ClusterRole" : "Role";
        }
    }
}
