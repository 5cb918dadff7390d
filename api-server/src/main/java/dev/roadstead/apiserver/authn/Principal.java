package dev.roadstead.apiserver.authn;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The user behind a request, as Kubernetes names them (UserInfo of authentication.k8s.io/v1).
 *
 * @param uid empty when the authenticator knows none
 * @param groups never contains what the server did not grant
 * @param extra what an authenticator adds, by lower-case keys
 * @param scope what is left of the user's permissions; null for all of them
 */
public record Principal(
        String user,
        String uid,
        Set<String> groups,
        Map<String, List<String>> extra,
        @Nullable Scope scope) {
    /**
     * How names of the server's own components begin, its controllers included. Others are called so only by the will of who
     * runs the server: with a certificate of a --client-ca, or where a role lets them impersonate such a name.
     */
    public static final String SERVER = "system:roadstead:";

    public static final Principal ANONYMOUS = of("system:anonymous", Set.of("system:unauthenticated"));

    public Principal {
        groups = Set.copyOf(groups);
        extra = Map.copyOf(extra);
    }

    /** With all permissions of the user. */
    public Principal(String user, String uid, Set<String> groups, Map<String, List<String>> extra) {
        this(user, uid, groups, extra, null);
    }

    /** A user of whom no more than name and groups is known. */
    public static Principal of(String user, Set<String> groups) {
        return new Principal(user, "", groups, Map.of());
    }

    /** A component of the server, which may do everything. */
    static Principal server(String component) {
        return of(SERVER + component, Set.of("system:masters"));
    }

    /** Whether it is called as the server's own components are. */
    public boolean isServer() {
        return user.startsWith(SERVER);
    }

    /** The same user, with no more than the scope leaves. */
    public Principal within(@Nullable Scope narrower) {
        return new Principal(user, uid, groups, extra, narrower);
    }

    /** The first value of an extra key; empty when there is none. */
    public String extra(String key) {
        List<String> values = extra.getOrDefault(key, List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }
}
