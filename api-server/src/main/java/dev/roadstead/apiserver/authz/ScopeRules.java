package dev.roadstead.apiserver.authz;

import dev.roadstead.apiserver.authn.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a scope leaves of permissions. It only ever takes away. Pure. */
final class ScopeRules {
    private static final Set<String> READS = Set.of("get", "list", "watch");
    private static final String OWN_GROUP = "roadstead.dev";
    private static final String KEYS = "apikeys";

    /** Questions about oneself tell nothing that was not known. */
    private static final Scope.Entry ABOUT_ONESELF = new Scope.Entry(
            List.of(),
            List.of("create"),
            List.of("authorization.k8s.io", "authentication.k8s.io"),
            List.of("selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews"));

    private ScopeRules() {}

    /** Whether the scope leaves room for a request. Of paths, such as discovery, an entry leaves those that are read. */
    static boolean allow(Scope scope, RequestInfo request) {
        return switch (request) {
            case RequestInfo.Path path ->
                scope.entries().isEmpty() || path.verb().equals("get");
            case RequestInfo.Resource resource -> !makesCredentials(scope, resource) && isListed(scope, resource);
        };
    }

    /** With another key, or a token without its scope, a key would outlive and outgrow itself. */
    private static boolean makesCredentials(Scope scope, RequestInfo.Resource request) {
        boolean keys = request.group().equals(OWN_GROUP) && request.plural().equals(KEYS);
        boolean tokens = (request.group().isEmpty() && request.resourcePath().equals("serviceaccounts/token"))
                || (request.group().equals(OWN_GROUP) && request.resourcePath().equals("invitations/token"));
        return (keys && !READS.contains(request.verb()))
                || (tokens && !scope.entries().isEmpty());
    }

    private static boolean isListed(Scope scope, RequestInfo.Resource request) {
        if (scope.entries().isEmpty() || rule(ABOUT_ONESELF).allows(request)) {
            return true;
        }
        for (Scope.Entry entry : scope.entries()) {
            if (isIn(entry, request.namespace()) && rule(entry).allows(request)) {
                return true;
            }
        }
        return false;
    }

    /**
     * What is left of rules, each once.
     *
     * @param namespace where they hold; empty for the cluster
     */
    static List<PolicyRule> narrow(Scope scope, Collection<PolicyRule> rules, String namespace) {
        if (scope.entries().isEmpty()) {
            return List.copyOf(rules);
        }
        List<Scope.Entry> entries = new ArrayList<>(scope.entries());
        entries.add(ABOUT_ONESELF);
        Set<PolicyRule> left = new LinkedHashSet<>();
        for (PolicyRule rule : rules) {
            if (!rule.nonResourceUrls().isEmpty()) {
                if (PolicyRule.has(rule.verbs(), "get")) {
                    left.add(PolicyRule.onPaths(List.of("get"), rule.nonResourceUrls()));
                }
                continue;
            }
            for (Scope.Entry entry : entries) {
                if (isIn(entry, namespace)) {
                    PolicyRule common = common(rule, rule(entry));
                    if (!common.verbs().isEmpty()
                            && !common.apiGroups().isEmpty()
                            && !common.resources().isEmpty()) {
                        left.add(common);
                    }
                }
            }
        }
        return List.copyOf(left);
    }

    private static boolean isIn(Scope.Entry entry, String namespace) {
        return entry.namespaces().isEmpty() || entry.namespaces().contains(namespace);
    }

    private static PolicyRule rule(Scope.Entry entry) {
        return PolicyRule.onResources(entry.verbs(), orAll(entry.apiGroups()), orAll(entry.resources()), List.of());
    }

    private static List<String> orAll(List<String> values) {
        return values.isEmpty() ? List.of(PolicyRule.ALL) : values;
    }

    private static PolicyRule common(PolicyRule held, PolicyRule scope) {
        return PolicyRule.onResources(
                common(held.verbs(), scope.verbs()),
                common(held.apiGroups(), scope.apiGroups()),
                common(held.resources(), scope.resources()),
                held.resourceNames());
    }

    /** What both sets say; where one says all, or all subresources of a name, what the other says. */
    private static Set<String> common(Collection<String> one, Collection<String> other) {
        Set<String> common = new LinkedHashSet<>();
        one.stream().filter(it -> covers(other, it)).forEach(common::add);
        other.stream().filter(it -> covers(one, it)).forEach(common::add);
        return common;
    }

    private static boolean covers(Collection<String> set, String value) {
        int slash = value.indexOf('/');
        return set.contains(PolicyRule.ALL)
                || set.contains(value)
                || (slash >= 0 && set.contains("*" + value.substring(slash)));
    }
}
