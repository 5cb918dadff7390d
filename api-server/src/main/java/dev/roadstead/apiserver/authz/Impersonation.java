package dev.roadstead.apiserver.authz;

import dev.roadstead.apiserver.authn.Authenticator;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authn.ServiceAccountName;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The wish to act as somebody else (Kubernetes, "User impersonation").
 *
 * @param principal as whom
 * @param needed what the one who wishes it must be allowed, every one of them
 */
public record Impersonation(Principal principal, List<RequestInfo.Resource> needed) {
    /** Begins the names of the headers that are read. */
    public static final String HEADERS = "impersonate-";

    private static final String USER = "impersonate-user";
    private static final String GROUP = "impersonate-group";
    private static final String UID = "impersonate-uid";
    private static final String EXTRA = "impersonate-extra-";
    private static final String AUTHENTICATION = "authentication.k8s.io";
    private static final String VERB = "impersonate";

    /**
     * Reads the headers.
     *
     * @param headers those that begin with {@link #HEADERS}, by their names in lower case
     * @return null when nothing is wished
     * @throws IllegalArgumentException if they do not name a user; the message is for the client
     */
    public static @Nullable Impersonation of(Map<String, List<String>> headers) {
        String user = first(headers, USER);
        if (user.isEmpty()) {
            if (headers.isEmpty()) {
                return null;
            }
            throw new IllegalArgumentException("headers Impersonate-Group, Impersonate-Uid and Impersonate-Extra-* need"
                    + " the header Impersonate-User with the name of a user");
        }
        List<RequestInfo.Resource> needed = new ArrayList<>();
        ServiceAccountName account = ServiceAccountName.ofUser(user);
        needed.add(
                account == null
                        ? resource("", "", "users", user, "")
                        : resource("", account.namespace(), "serviceaccounts", account.name(), ""));
        Set<String> groups = new LinkedHashSet<>(headers.getOrDefault(GROUP, List.of()));
        groups.forEach(group -> needed.add(resource("", "", "groups", group, "")));
        if (account != null && groups.isEmpty()) {
            groups.addAll(account.groups());
        }
        groups.add(user.equals(Principal.ANONYMOUS.user()) ? "system:unauthenticated" : Authenticator.AUTHENTICATED);
        String uid = first(headers, UID);
        if (!uid.isEmpty()) {
            needed.add(resource(AUTHENTICATION, "", "uids", uid, ""));
        }
        Map<String, List<String>> extra = extra(headers);
        extra.forEach((key, values) ->
                values.forEach(value -> needed.add(resource(AUTHENTICATION, "", "userextras", value, key))));
        return new Impersonation(new Principal(user, uid, groups, extra), needed);
    }

    /** Keys are percent-encoded, since header names cannot hold every character. */
    private static Map<String, List<String>> extra(Map<String, List<String>> headers) {
        Map<String, List<String>> extra = new HashMap<>();
        headers.forEach((name, values) -> {
            if (name.startsWith(EXTRA)) {
                String key =
                        URLDecoder.decode(name.substring(EXTRA.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
                extra.put(key.toLowerCase(Locale.ROOT), List.copyOf(values));
            }
        });
        return extra;
    }

    private static RequestInfo.Resource resource(
            String group, String namespace, String plural, String name, String subresource) {
        return new RequestInfo.Resource(VERB, group, "v1", namespace, plural, name, subresource);
    }

    private static String first(Map<String, List<String>> headers, String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }
}
