package dev.roadstead.apiserver.authz;

import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authn.ServiceAccountName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an Organization says about its namespaces. It takes away from what RoleBindings there give, whoever wrote them; what
 * is bound everywhere, as to the platform's administrators and controllers, counts as ever. Immutable.
 *
 * @param suspended whether nothing in them may be changed
 * @param requireMfa whether people may do nothing there unless they signed in with a second factor; programs may
 */
public record Tenant(String organization, boolean suspended, boolean requireMfa) {
    /** With the name of the User: the group of whoever signed in with a second factor. */
    public static final String MFA_GROUP = "roadstead:mfa:";

    private static final Set<String> READING = Set.of("get", "list", "watch");

    /** Why nothing that is bound there allows the verb; null when it may. */
    @Nullable
    String refusal(Principal principal, String verb) {
        if (lacksFactor(principal)) {
            return "Organization \"" + organization + "\" asks for a sign-in with a second factor: set one up at"
                    + " /auth/account, or, if you sign in by an identity provider alone, there (it counts if"
                    + " spec.trustedAmr of the IdentityProvider says so); then sign in with it ('roadstead login')";
        }
        return suspended && !READING.contains(verb)
                ? "Organization \"" + organization
                        + "\" is suspended: nothing in it can be changed until the platform's"
                        + " administrators end that"
                : null;
    }

    /** What is left of rules that are bound there. */
    List<PolicyRule> narrow(Principal principal, Collection<PolicyRule> bound) {
        if (lacksFactor(principal)) {
            return List.of();
        }
        if (!suspended) {
            return List.copyOf(bound);
        }
        List<PolicyRule> reading = new ArrayList<>();
        for (PolicyRule rule : bound) {
            List<String> verbs = READING.stream()
                    .filter(verb -> PolicyRule.has(rule.verbs(), verb))
                    .sorted()
                    .toList();
            if (!verbs.isEmpty()) {
                reading.add(PolicyRule.onResources(verbs, rule.apiGroups(), rule.resources(), rule.resourceNames()));
            }
        }
        return reading;
    }

    private boolean lacksFactor(Principal principal) {
        return requireMfa
                && ServiceAccountName.ofUser(principal.user()) == null
                && !principal.groups().contains(MFA_GROUP + principal.user());
    }
}
