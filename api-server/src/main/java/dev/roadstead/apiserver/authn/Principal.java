package dev.roadstead.apiserver.authn;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The user behind a request, as Kubernetes names them (UserInfo of authentication.k8s.io/v1).
 *
 * @param uid empty when the authenticator knows none
 * @param groups never contains what the server did not grant
 * @param extra what an authenticator adds, by lower-case keys
 */
public record Principal(String user, String uid, Set<String> groups, Map<String, List<String>> extra) {
    public static final Principal ANONYMOUS = of("system:anonymous", Set.of("system:unauthenticated"));

    public Principal {
        groups = Set.copyOf(groups);
        extra = Map.copyOf(extra);
    }

    /** A user of whom no more than name and groups is known. */
    public static Principal of(String user, Set<String> groups) {
        return new Principal(user, "", groups, Map.of());
    }
}
