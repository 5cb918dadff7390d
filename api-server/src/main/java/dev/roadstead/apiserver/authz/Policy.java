package dev.roadstead.apiserver.authz;

import dev.roadstead.apiserver.authn.Principal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All roles and bindings of one moment, indexed by subject: a decision looks at the grants of the principal's own
 * subjects only, whatever else there is. Immutable.
 */
public final class Policy {
    public static final Policy EMPTY = compile(List.of(), List.of());

    private final Map<Role.Key, Role> roles;
    private final Map<Subject, List<Grant>> everywhere;
    private final Map<String, Map<Subject, List<Grant>>> inNamespace;

    /**
     * What one binding gives to one subject.
     *
     * @param missing says that the role does not exist; empty when it does
     */
    private record Grant(List<PolicyRule> rules, Decision.Allowed allowed, String missing) {}

    private Policy(
            Map<Role.Key, Role> roles,
            Map<Subject, List<Grant>> everywhere,
            Map<String, Map<Subject, List<Grant>>> inNamespace) {
        this.roles = roles;
        this.everywhere = everywhere;
        this.inNamespace = inNamespace;
    }

    /** Resolves and indexes; a binding to a role that does not exist gives nothing. */
    public static Policy compile(Collection<Role> roles, Collection<Binding> bindings) {
        Map<Role.Key, Role> byKey = roles.stream().collect(Collectors.toMap(Role::key, Function.identity()));
        Map<Subject, List<Grant>> everywhere = new HashMap<>();
        Map<String, Map<Subject, List<Grant>>> inNamespace = new HashMap<>();
        for (Binding binding : bindings) {
            Map<Subject, List<Grant>> index = binding.namespace().isEmpty()
                    ? everywhere
                    : inNamespace.computeIfAbsent(binding.namespace(), namespace -> new HashMap<>());
            for (Subject subject : binding.subjects()) {
                index.computeIfAbsent(subject, it -> new ArrayList<>())
                        .add(grant(binding, subject, byKey.get(binding.role())));
            }
        }
        return new Policy(byKey, everywhere, inNamespace);
    }

    private static Grant grant(Binding binding, Subject subject, @Nullable Role role) {
        Decision.Allowed allowed = new Decision.Allowed("RBAC: allowed by " + binding.describe() + " to " + subject);
        return role == null
                ? new Grant(List.of(), allowed, notFound(binding.role()))
                : new Grant(role.rules(), allowed, "");
    }

    private static String notFound(Role.Key role) {
        return role.kind().toLowerCase(Locale.ROOT) + ".rbac.authorization.k8s.io \"" + role.name() + "\" not found";
    }

    /** What allows the request, or null if nothing does. */
    Decision.@Nullable Allowed find(Principal principal, RequestInfo request) {
        return find(principal, request, namespaceOf(request));
    }

    /** As {@link #find}, of what is bound everywhere alone. */
    Decision.@Nullable Allowed findEverywhere(Principal principal, RequestInfo request) {
        return find(principal, request, "");
    }

    private Decision.@Nullable Allowed find(Principal principal, RequestInfo request, String namespace) {
        for (Subject subject : Subject.of(principal)) {
            Decision.Allowed allowed = first(grantsEverywhere(subject), request);
            if (allowed == null && !namespace.isEmpty()) {
                allowed = first(grantsIn(namespace, subject), request);
            }
            if (allowed != null) {
                return allowed;
            }
        }
        return null;
    }

    private static Decision.@Nullable Allowed first(List<Grant> grants, RequestInfo request) {
        for (Grant grant : grants) {
            for (PolicyRule rule : grant.rules()) {
                if (rule.allows(request)) {
                    return grant.allowed();
                }
            }
        }
        return null;
    }

    /** Which bound roles do not exist, as sentences; they may be why a request was not allowed. */
    Set<String> missing(Principal principal, RequestInfo request) {
        Set<String> missing = new LinkedHashSet<>();
        for (Grant grant : grants(principal, namespaceOf(request))) {
            if (!grant.missing().isEmpty()) {
                missing.add(grant.missing());
            }
        }
        return missing;
    }

    /**
     * Everything that a principal is allowed by roles.
     *
     * @param namespace where; empty for what is allowed everywhere. Rules on paths apply everywhere only
     */
    Set<PolicyRule> rules(Principal principal, String namespace) {
        Set<PolicyRule> rules = new LinkedHashSet<>();
        for (Subject subject : Subject.of(principal)) {
            grantsEverywhere(subject).forEach(grant -> rules.addAll(grant.rules()));
        }
        if (!namespace.isEmpty()) {
            for (Subject subject : Subject.of(principal)) {
                for (Grant grant : grantsIn(namespace, subject)) {
                    grant.rules().stream()
                            .filter(rule -> rule.nonResourceUrls().isEmpty())
                            .forEach(rules::add);
                }
            }
        }
        return rules;
    }

    /** Whether some binding names the subject, for a role that exists or not. */
    boolean knows(Subject subject) {
        return everywhere.containsKey(subject)
                || inNamespace.values().stream().anyMatch(grants -> grants.containsKey(subject));
    }

    /** Namespaces in which something is bound to a principal, in order. */
    SortedSet<String> namespaces(Principal principal) {
        List<Subject> subjects = Subject.of(principal);
        SortedSet<String> namespaces = new TreeSet<>();
        inNamespace.forEach((namespace, grants) -> {
            if (subjects.stream().anyMatch(grants::containsKey)) {
                namespaces.add(namespace);
            }
        });
        return namespaces;
    }

    /** Whether any binding in the namespace itself gives the principal anything. */
    boolean grantsAnythingIn(String namespace, Principal principal) {
        for (Subject subject : Subject.of(principal)) {
            for (Grant grant : grantsIn(namespace, subject)) {
                if (!grant.rules().isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether any rule that the principal has everywhere is about the resource, or a subresource of it. */
    boolean names(Principal principal, String group, String plural) {
        for (Subject subject : Subject.of(principal)) {
            for (Grant grant : grantsEverywhere(subject)) {
                for (PolicyRule rule : grant.rules()) {
                    if (rule.names(group, plural)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Null if there is none. */
    public @Nullable Role role(Role.Key key) {
        return roles.get(key);
    }

    private List<Grant> grants(Principal principal, String namespace) {
        List<Grant> grants = new ArrayList<>();
        for (Subject subject : Subject.of(principal)) {
            grants.addAll(grantsEverywhere(subject));
            grants.addAll(grantsIn(namespace, subject));
        }
        return grants;
    }

    private List<Grant> grantsEverywhere(Subject subject) {
        return everywhere.getOrDefault(subject, List.of());
    }

    private List<Grant> grantsIn(String namespace, Subject subject) {
        return inNamespace.getOrDefault(namespace, Map.of()).getOrDefault(subject, List.of());
    }

    /** Where a request is about something; empty for everywhere and for paths. */
    static String namespaceOf(RequestInfo request) {
        return request instanceof RequestInfo.Resource resource ? resource.namespace() : "";
    }
}
