package dev.roadstead.apiserver.authn;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A ServiceAccount, and the names that it has as a user (Kubernetes, "Service account tokens"). */
public record ServiceAccountName(String namespace, String name) {
    private static final String PREFIX = "system:serviceaccount:";
    private static final String GROUP = "system:serviceaccounts";

    /** {@code system:serviceaccount:<namespace>:<name>}. */
    public String user() {
        return PREFIX + namespace + ":" + name;
    }

    /** Those that every ServiceAccount of the namespace is in. */
    public Set<String> groups() {
        return Set.of(GROUP, GROUP + ":" + namespace);
    }

    /** The account behind a user name; null if the user is none. */
    public static @Nullable ServiceAccountName ofUser(String user) {
        if (!user.startsWith(PREFIX)) {
            return null;
        }
        String[] parts = user.substring(PREFIX.length()).split(":", -1);
        boolean complete = parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty();
        return complete ? new ServiceAccountName(parts[0], parts[1]) : null;
    }
}
