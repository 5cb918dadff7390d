package dev.roadstead.apiserver.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.registry.Target;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which roles in an Organization a write gives or takes: by naming members in the Organization, by what a Team grants, by an
 * Invitation. Controllers make RoleBindings of that, so whoever writes it must be allowed what RBAC asks of who binds these
 * roles. Pure; arguments are not modified.
 */
final class TenantRoles {
    private static final String ORGANIZATIONS = "organizations.roadstead.dev";
    private static final String TEAMS = "teams.roadstead.dev";
    private static final String INVITATIONS = "invitations.roadstead.dev";
    private static final String OWNER = "Owner";
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    private TenantRoles() {}

    /** The namespace of the Organization that a write is about. */
    static String namespace(Target target) {
        return target.definition().resource().equals(ORGANIZATIONS) ? target.name() : target.namespace();
    }

    /**
     * Names of the ClusterRoles that stand for them, in order.
     *
     * @param current null for a creation
     */
    static SortedSet<String> changed(Target target, @Nullable ObjectNode current, ObjectNode next) {
        JsonNode before = current == null ? NOTHING : current.path("spec");
        JsonNode after = next.path("spec");
        SortedSet<String> roles = new TreeSet<>();
        switch (target.definition().resource()) {
            case ORGANIZATIONS -> organization(before, after, roles);
            case TEAMS -> team(before, after, roles);
            case INVITATIONS -> {
                if (!before.equals(after)) {
                    roles.add(role(after));
                }
            }
            default -> {}
        }
        return roles;
    }

    /** Who takes the second factor away opens what all of them hold. */
    private static void organization(JsonNode before, JsonNode after, SortedSet<String> roles) {
        Map<String, String> was = members(before);
        Map<String, String> becomes = members(after);
        was.forEach((user, role) -> {
            if (!role.equals(becomes.get(user))) {
                roles.add(role);
            }
        });
        becomes.forEach((user, role) -> {
            if (!role.equals(was.get(user))) {
                roles.add(role);
            }
        });
        if (before.path("requireMfa").asBoolean() && !after.path("requireMfa").asBoolean()) {
            roles.add(clusterRole(OWNER));
        }
    }

    private static Map<String, String> members(JsonNode spec) {
        Map<String, String> members = new HashMap<>();
        spec.path("members").forEach(member -> members.put(member.path("user").asText(), role(member)));
        return members;
    }

    /** Whoever changes its people, or one of its grants, gives or takes all that it grants. */
    private static void team(JsonNode before, JsonNode after, SortedSet<String> roles) {
        boolean same = true;
        for (String field : new String[] {"members", "groups", "grants"}) {
            same &= before.path(field).equals(after.path(field));
        }
        if (!same) {
            before.path("grants").forEach(grant -> roles.add(role(grant)));
            after.path("grants").forEach(grant -> roles.add(role(grant)));
        }
    }

    private static String role(JsonNode holder) {
        return clusterRole(holder.path("role").asText());
    }

    private static String clusterRole(String role) {
        return "roadstead:organization-" + role.toLowerCase(Locale.ROOT);
    }
}
