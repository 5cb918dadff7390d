package dev.roadstead.apiserver.authz;

import dev.roadstead.apiserver.authn.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The one authorization point. Denies what no role allows. Thread-safe. */
public final class Authorizer {
    private static final String MASTERS = "system:masters";
    private static final Decision.Allowed MASTER = new Decision.Allowed("member of the group \"" + MASTERS + "\"");
    private final Supplier<Policy> policy;

    /** The supplier gives the policy of the moment, at once. */
    public Authorizer(Supplier<Policy> policy) {
        this.policy = policy;
    }

    /** Members of system:masters may do everything, whatever the roles say. */
    public Decision decide(Principal principal, RequestInfo request) {
        if (isMaster(principal)) {
            return MASTER;
        }
        Policy current = policy.get();
        Decision.Allowed allowed = current.find(principal, request);
        return allowed != null
                ? allowed
                : new Decision.Denied(reason(current, principal, request), Unseen.of(current, principal, request));
    }

    public boolean allows(Principal principal, RequestInfo request) {
        return isMaster(principal) || policy.get().find(principal, request) != null;
    }

    /**
     * Everything that a principal may do.
     *
     * @param namespace where; empty for what is allowed everywhere
     */
    public List<PolicyRule> rules(Principal principal, String namespace) {
        List<PolicyRule> rules = new ArrayList<>(isMaster(principal) ? PolicyRule.EVERYTHING : List.of());
        for (PolicyRule rule : policy.get().rules(principal, namespace)) {
            if (!rules.contains(rule)) {
                rules.add(rule);
            }
        }
        return rules;
    }

    private static boolean isMaster(Principal principal) {
        return principal.groups().contains(MASTERS);
    }

    private static String reason(Policy policy, Principal principal, RequestInfo request) {
        String who = "User \"" + principal.user() + "\" cannot " + request.verb();
        String what = switch (request) {
            case RequestInfo.Path path -> " path \"" + path.path() + "\"";
            case RequestInfo.Resource resource ->
                " resource \"" + resource.resourcePath() + "\" in API group \"" + resource.group() + "\""
                        + (resource.namespace().isEmpty()
                                ? " at the cluster scope"
                                : " in the namespace \"" + resource.namespace() + "\"");
        };
        Set<String> missing = policy.missing(principal, request);
        if (missing.isEmpty()) {
            return who + what;
        }
        return who + what + ": RBAC: "
                + (missing.size() == 1 ? missing.iterator().next() : missing.toString());
    }
}
