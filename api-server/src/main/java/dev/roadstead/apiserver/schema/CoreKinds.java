package dev.roadstead.apiserver.schema;

import java.util.List;
import java.util.Set;

/**
 * The kinds that every API server serves, with the columns that kubectl shows for them. They are written as
 * CustomResourceDefinitions, in {@code core/*.yaml}, with some liberties: the group may be empty, a column may have
 * the format {@code count} (the number of entries at its path), {@code reference} (kind in lower case, slash, name),
 * {@code typed-reference} (kind, slash, name) or {@code namespaced-name} (namespace, slash, name), and
 * {@code x-roadstead-sensitive} marks values that no message shows. A kind with {@code roadstead.dev/stored-as} shows the
 * objects of another one.
 */
public final class CoreKinds {
    private static final List<String> FILES = List.of(
            "namespaces",
            "secrets",
            "configmaps",
            "events",
            "newer-events",
            "serviceaccounts",
            "resourcequotas",
            "leases",
            "customresourcedefinitions",
            "roles",
            "clusterroles",
            "rolebindings",
            "clusterrolebindings",
            "tokenreviews",
            "selfsubjectreviews",
            "subjectaccessreviews",
            "localsubjectaccessreviews",
            "selfsubjectaccessreviews",
            "selfsubjectrulesreviews",
            "auditevents",
            "users",
            "sessions",
            "apikeys",
            "invitations",
            "identityproviders",
            "mutatingwebhookconfigurations",
            "validatingwebhookconfigurations");

    /** Other groups that end in k8s.io hold CustomResourceDefinitions. */
    private static final Set<String> KUBERNETES_GROUPS = Set.of(
            "",
            "admissionregistration.k8s.io",
            "apiextensions.k8s.io",
            "authentication.k8s.io",
            "authorization.k8s.io",
            "coordination.k8s.io",
            "events.k8s.io",
            "rbac.authorization.k8s.io");

    private CoreKinds() {}

    /** Whether clients know the kinds of a group as Go types, and so their merge keys for strategic merge patches. */
    public static boolean isKubernetes(String group) {
        return KUBERNETES_GROUPS.contains(group);
    }

    /** What is served whatever is stored, compiled anew. */
    public static List<ResourceDefinition> definitions() {
        return FILES.stream()
                .map(name -> BuiltIn.read(CoreKinds.class, "/dev/roadstead/apiserver/core/" + name))
                .flatMap(crd -> CrdCompiler.compileCore(crd).stream())
                .toList();
    }
}
