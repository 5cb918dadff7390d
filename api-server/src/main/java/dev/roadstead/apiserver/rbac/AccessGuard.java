package dev.roadstead.apiserver.rbac;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authz.Authorizer;
import dev.roadstead.apiserver.authz.Decision;
import dev.roadstead.apiserver.authz.PolicyRule;
import dev.roadstead.apiserver.authz.RequestInfo;
import dev.roadstead.apiserver.authz.Role;
import dev.roadstead.apiserver.authz.RuleCover;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.registry.WriteGuard;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a write needs beyond the permission for its request. A patch that creates needs {@code create} too. Fields that
 * the kind guards need the verb {@code limit} on the object. Who gives or takes a role in an Organization needs the verb
 * {@code bind} on its ClusterRole ({@link TenantRoles}). Nobody grants what they do not hold (Kubernetes, "Privilege
 * escalation prevention and bootstrapping"): a role may have the permissions of its writer only, unless the writer has the
 * verb {@code escalate} on it, and a binding may refer to a role whose permissions its writer has, unless the writer has the
 * verb {@code bind} on it.
 */
public final class AccessGuard implements WriteGuard {
    /** Characters; who wrote the rules knows them. */
    private static final int MAX_DESCRIPTION = 4096;

    private final Authorizer authorizer;
    private final PolicyKeeper policy;

    public AccessGuard(Authorizer authorizer, PolicyKeeper policy) {
        this.authorizer = authorizer;
        this.policy = policy;
    }

    @Override
    public void check(Target target, @Nullable ObjectNode current, ObjectNode next, Caller caller) {
        if (current == null && !wasAskedToCreate(caller)) {
            demandCreate(target, caller.principal());
        }
        guardedFields(target, current, next, caller.principal());
        tenantRoles(target, current, next, caller.principal());
        switch (target.definition().resource()) {
            case RbacObjects.ROLES, RbacObjects.CLUSTER_ROLES -> role(target, current, next, caller.principal());
            case RbacObjects.ROLE_BINDINGS, RbacObjects.CLUSTER_ROLE_BINDINGS ->
                binding(target, current, next, caller.principal());
            default -> {}
        }
    }

    @Override
    public void written(Target target, long revision) {
        if (target.definition().group().equals(RbacObjects.GROUP)) {
            policy.awaitEnforced(target.definition().resource(), revision);
        }
    }

    @Override
    public boolean maySee(Target other, Caller caller) {
        return authorizer.allows(caller.principal(), on(other, "get"));
    }

    /** Then {@code create} is what it was authorized for. */
    private static boolean wasAskedToCreate(Caller caller) {
        return caller.request() != null && caller.request().verb().equals("create");
    }

    private void demandCreate(Target target, Principal writer) {
        if (authorizer.decide(writer, on(target, "create")) instanceof Decision.Denied denied) {
            throw forbidden(target, denied.reason());
        }
    }

    /** Whichever way they are written: a subresource may reach some of them too. */
    private void guardedFields(Target target, @Nullable ObjectNode current, ObjectNode next, Principal writer) {
        List<String> changed = GuardedFields.changed(target, current, next);
        if (!changed.isEmpty()
                && authorizer.decide(writer, on(target, GuardedFields.VERB)) instanceof Decision.Denied denied) {
            throw forbidden(
                    target,
                    String.join(" and ", changed) + " may be set only by who has the verb \"" + GuardedFields.VERB
                            + "\" on it: " + denied.reason());
        }
    }

    private void tenantRoles(Target target, @Nullable ObjectNode current, ObjectNode next, Principal writer) {
        String namespace = TenantRoles.namespace(target);
        for (String role : TenantRoles.changed(target, current, next)) {
            if (authorizer.decide(writer, bind("clusterroles", role, namespace)) instanceof Decision.Denied denied) {
                throw forbidden(
                        target,
                        "user \"" + writer.user() + "\" may not give or take roles that need the verb \"bind\" on the"
                                + " ClusterRole \"" + role + "\" in the namespace \"" + namespace
                                + "\"; Owners of the Organization have it for all roles in it, Admins for all but Owner: "
                                + denied.reason());
            }
        }
    }

    private static RequestInfo.Resource bind(String plural, String role, String namespace) {
        return new RequestInfo.Resource("bind", RbacObjects.GROUP, "v1", namespace, plural, role, "");
    }

    private static RequestInfo.Resource on(Target target, String verb) {
        return new RequestInfo.Resource(
                verb,
                target.definition().group(),
                target.definition().version(),
                target.namespace(),
                target.definition().plural(),
                target.name(),
                "");
    }

    /** What does not change is not granted anew: labels of a role may be changed by who may update it. */
    private void role(Target target, @Nullable ObjectNode current, ObjectNode next, Principal writer) {
        boolean rulesChange = current == null || !current.path("rules").equals(next.path("rules"));
        boolean aggregates = next.has("aggregationRule")
                && (current == null || !current.path("aggregationRule").equals(next.path("aggregationRule")));
        if ((!rulesChange && !aggregates) || mayOn(target.definition().plural(), "escalate", target, writer)) {
            return;
        }
        if (aggregates && !uncovered(writer, "", PolicyRule.EVERYTHING).isEmpty()) {
            throw forbidden(target, "must have cluster-admin privileges to use aggregationRule");
        }
        if (rulesChange) {
            demandHeld(target, writer, RbacObjects.rules(next));
        }
    }

    /** The role of a binding never changes, but who gets its permissions does. */
    private void binding(Target target, @Nullable ObjectNode current, ObjectNode next, Principal writer) {
        if (current != null && current.path("subjects").equals(next.path("subjects"))) {
            return;
        }
        Role.Key key = RbacObjects.roleOf(next);
        String plural = key.namespace().isEmpty() ? "clusterroles" : "roles";
        if (authorizer.allows(writer, bind(plural, key.name(), target.namespace()))) {
            return;
        }
        Role role = policy.get().role(key);
        if (role == null) {
            throw new ApiException(new ApiFault.NotFound(new ApiFault.Subject(RbacObjects.GROUP, plural, key.name())));
        }
        demandHeld(target, writer, role.rules());
    }

    private boolean mayOn(String plural, String verb, Target target, Principal writer) {
        return authorizer.allows(
                writer,
                new RequestInfo.Resource(verb, RbacObjects.GROUP, "v1", target.namespace(), plural, target.name(), ""));
    }

    private void demandHeld(Target target, Principal writer, List<PolicyRule> wanted) {
        List<PolicyRule> missing = uncovered(writer, target.namespace(), wanted);
        if (missing.isEmpty()) {
            return;
        }
        String rules = RuleCover.describe(missing);
        String shown = rules.length() > MAX_DESCRIPTION ? rules.substring(0, MAX_DESCRIPTION) + "…" : rules;
        throw forbidden(
                target,
                "user \"" + writer.user() + "\" (groups=" + RuleCover.quoted(new TreeSet<>(writer.groups()))
                        + ") is attempting to grant RBAC permissions not currently held:\n" + shown);
    }

    private List<PolicyRule> uncovered(Principal writer, String namespace, List<PolicyRule> wanted) {
        return RuleCover.uncovered(authorizer.rules(writer, namespace), wanted);
    }

    private static ApiException forbidden(Target target, String why) {
        return new ApiException(new ApiFault.Forbidden(
                target.subject(), target.subject().describe() + " is forbidden: " + why, List.of()));
    }
}
