package dev.roadstead.apiserver.authz;

import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authn.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one authorization point. Denies what no role allows, and what a tenant rules out. Thread-safe. */
public final class Authorizer {
    private static final String MASTERS = "system:masters";
    private static final Decision.Allowed MASTER = new Decision.Allowed("member of the group \"" + MASTERS + "\"");
    private final Supplier<Policy> policy;
    private final Tenancy tenancy;

    /** The supplier gives the policy of the moment, at once. */
    public Authorizer(Supplier<Policy> policy, Tenancy tenancy) {
        this.policy = policy;
        this.tenancy = tenancy;
    }

    /**
     * Members of system:masters may do everything, whatever the roles say. What a principal's scope does not allow is
     * denied, whoever it is.
     */
    public Decision decide(Principal principal, RequestInfo request) {
        if (!isInScope(principal, request)) {
            return new Decision.Denied(outline(principal, request) + ": the scopes of the API key do not allow it");
        }
        if (isMaster(principal)) {
            return MASTER;
        }
        Policy current = policy.get();
        Decision.Allowed allowed = find(current, principal, request);
        return allowed != null
                ? allowed
                : new Decision.Denied(reason(current, principal, request), Unseen.of(current, principal, request));
    }

    private Decision.@Nullable Allowed find(Policy current, Principal principal, RequestInfo request) {
        return refusal(principal, request) == null
                ? current.find(principal, request)
                : current.findEverywhere(principal, request);
    }

    /** Why nothing counts that is bound where the request is about something; null when it does. */
    private @Nullable String refusal(Principal principal, RequestInfo request) {
        Tenant tenant = tenancy.of(Policy.namespaceOf(request));
        return tenant == null ? null : tenant.refusal(principal, request.verb());
    }

    public boolean allows(Principal principal, RequestInfo request) {
        return isInScope(principal, request) && (isMaster(principal) || find(policy.get(), principal, request) != null);
    }

    private static boolean isInScope(Principal principal, RequestInfo request) {
        Scope scope = principal.scope();
        return scope == null || ScopeRules.allow(scope, request);
    }

    /** Whether some binding names a user, whatever it is bound to. */
    public boolean isBound(String user) {
        return policy.get().knows(new Subject.User(user));
    }

    /**
     * Everything that a principal may do.
     *
     * @param namespace where; empty for what is allowed everywhere
     */
    public List<PolicyRule> rules(Principal principal, String namespace) {
        List<PolicyRule> rules = new ArrayList<>(isMaster(principal) ? PolicyRule.EVERYTHING : List.of());
        for (PolicyRule rule : bound(principal, namespace)) {
            if (!rules.contains(rule)) {
                rules.add(rule);
            }
        }
        Scope scope = principal.scope();
        return scope == null ? rules : ScopeRules.narrow(scope, rules, namespace);
    }

    private Collection<PolicyRule> bound(Principal principal, String namespace) {
        Policy current = policy.get();
        Set<PolicyRule> rules = current.rules(principal, namespace);
        Tenant tenant = tenancy.of(namespace);
        if (tenant == null) {
            return rules;
        }
        Set<PolicyRule> everywhere = current.rules(principal, "");
        List<PolicyRule> left = new ArrayList<>(everywhere);
        rules.removeAll(everywhere);
        left.addAll(tenant.narrow(principal, rules));
        return left;
    }

    /** Namespaces in which a role of the principal's own is bound, in order. */
    public SortedSet<String> namespaces(Principal principal) {
        return policy.get().namespaces(principal);
    }

    private static boolean isMaster(Principal principal) {
        return principal.groups().contains(MASTERS);
    }

    private String reason(Policy policy, Principal principal, RequestInfo request) {
        String outline = outline(principal, request);
        String refusal = refusal(principal, request);
        if (refusal != null && policy.find(principal, request) != null) {
            return outline + ": " + refusal;
        }
        Set<String> missing = policy.missing(principal, request);
        if (missing.isEmpty()) {
            return outline;
        }
        return outline + ": RBAC: " + (missing.size() == 1 ? missing.iterator().next() : missing.toString());
    }

    private static String outline(Principal principal, RequestInfo request) {
        String who = "User \"" + principal.user() + "\" cannot " + request.verb();
        String what = switch (request) {
            case RequestInfo.Path path -> " path \"" + path.path() + "\"";
            case RequestInfo.Resource resource ->
                " resource \"" + resource.resourcePath() + "\" in API group \"" + resource.group() + "\""
                        + (resource.namespace().isEmpty()
                                ? " at the cluster scope"
                                : " in the namespace \"" + resource.namespace() + "\"");
        };
        return who + what;
    }
}
