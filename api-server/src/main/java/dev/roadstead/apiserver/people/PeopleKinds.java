package dev.roadstead.apiserver.people;

import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.Objects;

/** The kinds that sign-in is about. Immutable. */
final class PeopleKinds {
    static final String GROUP = "roadstead.dev";
    static final String USERS = "users." + GROUP;
    static final String API_KEYS = "apikeys." + GROUP;
    static final String IDENTITY_PROVIDERS = "identityproviders." + GROUP;
    static final String ORGANIZATIONS = "organizations." + GROUP;
    static final String INVITATIONS = "invitations." + GROUP;
    /** Where the server keeps what only it reads. */
    static final String SYSTEM_NAMESPACE = "roadstead-system";

    private static final String USER_NAMESPACE = "user-";

    private final ResourceDefinition users;
    private final ResourceDefinition sessions;
    private final ResourceDefinition apiKeys;
    private final ResourceDefinition invitations;
    private final ResourceDefinition identityProviders;
    private final ResourceDefinition secrets;
    private final ResourceDefinition namespaces;
    private final ResourceDefinition clusterRoleBindings;
    private final ResourceDefinition serviceAccounts;

    PeopleKinds(ResourceCatalog core) {
        this.users = own(core, "users");
        this.sessions = own(core, "sessions");
        this.apiKeys = own(core, "apikeys");
        this.invitations = own(core, "invitations");
        this.identityProviders = own(core, "identityproviders");
        this.secrets = Objects.requireNonNull(core.find("", "v1", "secrets"));
        this.namespaces = Objects.requireNonNull(core.find("", "v1", "namespaces"));
        this.serviceAccounts = Objects.requireNonNull(core.find("", "v1", "serviceaccounts"));
        this.clusterRoleBindings =
                Objects.requireNonNull(core.find("rbac.authorization.k8s.io", "v1", "clusterrolebindings"));
    }

    private static ResourceDefinition own(ResourceCatalog core, String plural) {
        return Objects.requireNonNull(core.find(GROUP, "v1", plural), plural);
    }

    /** Where the Sessions and keys of a User lie. */
    static String namespaceOf(String user) {
        return USER_NAMESPACE + user;
    }

    /** Whose namespace it would be; empty if it is nobody's by its name. */
    static String userOf(String namespace) {
        return namespace.startsWith(USER_NAMESPACE) ? namespace.substring(USER_NAMESPACE.length()) : "";
    }

    ResourceDefinition users() {
        return users;
    }

    Target user(String name) {
        return new Target(users, "", name);
    }

    Target session(String user, String name) {
        return new Target(sessions, namespaceOf(user), name);
    }

    Target apiKey(String namespace, String name) {
        return new Target(apiKeys, namespace, name);
    }

    Target invitation(String namespace, String name) {
        return new Target(invitations, namespace, name);
    }

    Target identityProvider(String name) {
        return new Target(identityProviders, "", name);
    }

    Target systemSecret(String name) {
        return new Target(secrets, SYSTEM_NAMESPACE, name);
    }

    Target namespace(String name) {
        return new Target(namespaces, "", name);
    }

    Target clusterRoleBinding(String name) {
        return new Target(clusterRoleBindings, "", name);
    }

    Target serviceAccount(String namespace, String name) {
        return new Target(serviceAccounts, namespace, name);
    }
}
