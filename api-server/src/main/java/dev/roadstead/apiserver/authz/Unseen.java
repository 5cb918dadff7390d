package dev.roadstead.apiserver.authz;

import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authn.ServiceAccountName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What does not exist as far as a principal is told: the answer to a request is the same whether it exists or not, and
 * known before anything is looked up. Named as in the answer {@code <plural>.<group> "<name>" not found}.
 *
 * @param group empty for the core group
 */
public record Unseen(String group, String plural, String name) {
    /** Of other tenants: that there is one of a name is nobody else's business. */
    private static final Set<String> TENANTS = Set.of("users", "organizations", "identityproviders");

    private static final String OWN_GROUP = "roadstead.dev";
    private static final String NAMESPACES = "namespaces";

    /**
     * What a request that is denied is told not to exist; null when it is told that it may not.
     *
     * <p>A namespace in which a principal may do nothing does not exist for it, nor does what lies there: none of its
     * bindings there gives it anything, and no binding everywhere lets it get the namespace. A ServiceAccount knows the
     * namespace that it lies in. Strangers get no such answer: they are to prove who they are first.
     */
    static @Nullable Unseen of(Policy policy, Principal principal, RequestInfo request) {
        if (!(request instanceof RequestInfo.Resource resource) || isStranger(principal)) {
            return null;
        }
        if (!resource.namespace().isEmpty()) {
            return maySee(policy, principal, resource.namespace())
                    ? null
                    : new Unseen("", NAMESPACES, resource.namespace());
        }
        boolean tenant = resource.group().equals(OWN_GROUP)
                && TENANTS.contains(resource.plural())
                && !resource.name().isEmpty();
        return tenant && !policy.names(principal, resource.group(), resource.plural())
                ? new Unseen(resource.group(), resource.plural(), resource.name())
                : null;
    }

    private static boolean isStranger(Principal principal) {
        return principal.user().equals(Principal.ANONYMOUS.user());
    }

    private static boolean maySee(Policy policy, Principal principal, String namespace) {
        ServiceAccountName account = ServiceAccountName.ofUser(principal.user());
        if (account != null && account.namespace().equals(namespace)) {
            return true;
        }
        RequestInfo.Resource get = new RequestInfo.Resource("get", "", "v1", "", NAMESPACES, namespace, "");
        return policy.grantsAnythingIn(namespace, principal) || policy.find(principal, get) != null;
    }
}
