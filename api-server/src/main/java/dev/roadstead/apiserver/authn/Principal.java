package dev.roadstead.apiserver.authn;

import java.util.Set;

/**
 * The user behind a request, as Kubernetes names them.
 *
 * @param groups never contains what the server did not grant
 */
public record Principal(String user, Set<String> groups) {
    public static final Principal ANONYMOUS = new Principal("system:anonymous", Set.of("system:unauthenticated"));

    public Principal {
        groups = Set.copyOf(groups);
    }
}
