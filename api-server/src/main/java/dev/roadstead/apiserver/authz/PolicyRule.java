package dev.roadstead.apiserver.authz;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * What one rule of a role allows: either resources or paths (rbac.authorization.k8s.io/v1 PolicyRule). In every set but
 * the names, {@code *} stands for all. Immutable; the sets keep the order in which they were written.
 *
 * @param resourceNames the only objects that the rule is about; empty for all objects
 * @param nonResourceUrls paths; a {@code *} at the end stands for any rest
 */
public record PolicyRule(
        SequencedSet<String> verbs,
        SequencedSet<String> apiGroups,
        SequencedSet<String> resources,
        SequencedSet<String> resourceNames,
        SequencedSet<String> nonResourceUrls) {
    public static final String ALL = "*";

    /** Whatever can be asked. */
    public static final List<PolicyRule> EVERYTHING = List.of(
            onResources(List.of(ALL), List.of(ALL), List.of(ALL), List.of()), onPaths(List.of(ALL), List.of(ALL)));

    public PolicyRule {
        verbs = copy(verbs);
        apiGroups = copy(apiGroups);
        resources = copy(resources);
        resourceNames = copy(resourceNames);
        nonResourceUrls = copy(nonResourceUrls);
    }

    /** On all objects of the resources when there are no names. */
    public static PolicyRule onResources(
            Collection<String> verbs,
            Collection<String> apiGroups,
            Collection<String> resources,
            Collection<String> resourceNames) {
        return new PolicyRule(copy(verbs), copy(apiGroups), copy(resources), copy(resourceNames), copy(List.of()));
    }

    public static PolicyRule onPaths(Collection<String> verbs, Collection<String> urls) {
        return new PolicyRule(copy(verbs), copy(List.of()), copy(List.of()), copy(List.of()), copy(urls));
    }

    /** Whether the rule, where it applies, allows the request. */
    public boolean allows(RequestInfo request) {
        return switch (request) {
            case RequestInfo.Resource resource -> allowsResource(resource);
            case RequestInfo.Path path -> has(verbs, path.verb()) && hasPath(path.path());
        };
    }

    /** A name that the request does not tell, as that of an object to be created, is none of the names of the rule. */
    private boolean allowsResource(RequestInfo.Resource request) {
        return has(verbs, request.verb())
                && has(apiGroups, request.group())
                && hasResource(request)
                && (resourceNames.isEmpty() || resourceNames.contains(request.name()));
    }

    /** Whether it is about the resource, or a subresource of it, of whichever verb and object. */
    boolean names(String group, String plural) {
        return has(apiGroups, group)
                && resources.stream()
                        .anyMatch(it -> it.equals(ALL) || it.equals(plural) || it.startsWith(plural + "/"));
    }

    private boolean hasResource(RequestInfo.Resource request) {
        return has(resources, request.resourcePath())
                || (!request.subresource().isEmpty() && resources.contains("*/" + request.subresource()));
    }

    private boolean hasPath(String path) {
        if (has(nonResourceUrls, path)) {
            return true;
        }
        for (String url : nonResourceUrls) {
            if (url.endsWith(ALL) && path.startsWith(url.substring(0, url.length() - 1))) {
                return true;
            }
        }
        return false;
    }

    static boolean has(SequencedSet<String> set, String value) {
        return set.contains(value) || set.contains(ALL);
    }

    private static SequencedSet<String> copy(Collection<String> values) {
        return Collections.unmodifiableSequencedSet(new LinkedHashSet<>(values));
    }
}
