package dev.roadstead.apiserver.app;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who may do what, written down a second time and by other means than the server's: what a default role gives is one letter
 * here. A kind that is not here fails the test: say who may do what with it.
 */
final class AuthorizationTable {
    /** Plural and group, then what view, edit and admin may in a namespace: r reads, c creates, u changes, d deletes. */
    private static final String RESOURCES = """
            configmaps                                    r    rcud rcud
            events                                        r    rcud rcud
            namespaces                                    r    r    r
            namespaces/finalize                           -    -    -
            namespaces/status                             -    -    -
            resourcequotas                                r    r    r
            resourcequotas/status                         -    -    -
            secrets                                       -    rcud rcud
            serviceaccounts                               r    rcud rcud
            serviceaccounts/token                         -    c    c
            events.events.k8s.io                          r    rcud rcud
            leases.coordination.k8s.io                    -    rcud rcud
            roles.rbac.authorization.k8s.io               -    -    rcud
            rolebindings.rbac.authorization.k8s.io        -    -    rcud
            clusterroles.rbac.authorization.k8s.io        -    -    -
            clusterrolebindings.rbac.authorization.k8s.io -    -    -
            customresourcedefinitions.apiextensions.k8s.io -   -    -
            customresourcedefinitions/status.apiextensions.k8s.io - - -
            mutatingwebhookconfigurations.admissionregistration.k8s.io - - -
            validatingwebhookconfigurations.admissionregistration.k8s.io - - -
            tokenreviews.authentication.k8s.io            -    -    -
            subjectaccessreviews.authorization.k8s.io     -    -    -
            localsubjectaccessreviews.authorization.k8s.io -   -    c
            selfsubjectreviews.authentication.k8s.io      everybody:c
            selfsubjectaccessreviews.authorization.k8s.io everybody:c
            selfsubjectrulesreviews.authorization.k8s.io  everybody:c
            auditevents.roadstead.dev                     -    -    -
            users.roadstead.dev                           -    -    -
            users/status.roadstead.dev                    -    -    -
            sessions.roadstead.dev                        -    -    -
            sessions/status.roadstead.dev                 -    -    -
            apikeys.roadstead.dev                         -    rcud rcud
            apikeys/status.roadstead.dev                  -    -    -
            apikeys/token.roadstead.dev                   -    c    c
            invitations/token.roadstead.dev               -    -    -
            invitations.roadstead.dev                     -    -    -
            invitations/status.roadstead.dev              -    -    -
            identityproviders.roadstead.dev               -    -    -
            identityproviders/status.roadstead.dev        -    -    -
            organizations.roadstead.dev                   -    -    -
            organizations/status.roadstead.dev            -    -    -
            teams.roadstead.dev                           -    -    -
            teams/status.roadstead.dev                    -    -    -
            projects.roadstead.dev                        -    -    -
            projects/status.roadstead.dev                 -    -    -
            plans.roadstead.dev                           -    -    -
            usagereports.roadstead.dev                    -    -    -
            usagereports/status.roadstead.dev             -    -    -
            applications.roadstead.dev                    r    rcud rcud
            applications/scale.roadstead.dev              r    rcud rcud
            applications/status.roadstead.dev             r    r    r
            containers.roadstead.dev                      r    rd   rd
            containers/status.roadstead.dev               r    r    r
            releases.roadstead.dev                        r    rd   rd
            releases/status.roadstead.dev                 r    r    r
            domains.roadstead.dev                         r    rcud rcud
            domains/status.roadstead.dev                  r    r    r
            volumes.roadstead.dev                         r    rcud rcud
            volumes/status.roadstead.dev                  r    r    r
            volumebackups.roadstead.dev                   r    rcud rcud
            volumebackups/status.roadstead.dev            r    r    r
            volumerestores.roadstead.dev                  r    rcud rcud
            volumerestores/status.roadstead.dev           r    r    r
            namespacebackups.roadstead.dev                r    rcud rcud
            namespacebackups/status.roadstead.dev         r    r    r
            secretstores.roadstead.dev                    r    rcud rcud
            secretstores/status.roadstead.dev             r    r    r
            backuprepositories.roadstead.dev              -    -    -
            backuprepositories/status.roadstead.dev       -    -    -
            nodes.roadstead.dev                           -    -    -
            nodes/status.roadstead.dev                    -    -    -
            tunnels.roadstead.dev                         -    -    -
            tunnels/status.roadstead.dev                  -    -    -
            edges.roadstead.dev                           -    -    -
            edges/status.roadstead.dev                    -    -    -
            """;

    private static final Map<Character, Set<String>> VERBS = Map.of(
            'r', Set.of("get", "list", "watch"),
            'c', Set.of("create"),
            'u', Set.of("update", "patch"),
            'd', Set.of("delete", "deletecollection"));

    private static final Set<String> TENANTS =
            Set.of("users.roadstead.dev", "organizations.roadstead.dev", "identityproviders.roadstead.dev");

    /** What strangers may get. */
    private static final Set<String> PUBLIC = Set.of("/healthz", "/livez", "/readyz", "/version", "/version/");

    /** What everybody may get who has signed in: these, and what lies below. */
    private static final List<String> DISCOVERY = List.of("/api", "/apis", "/openapi");

    /** How strangers sign in. Asked about only where a role names it. */
    private static final Map<String, Set<String>> SIGN_IN = Map.of(
            "GET",
            Set.of(
                    "/auth/account",
                    "/auth/device",
                    "/auth/oidc/some",
                    "/auth/pages/some",
                    "/auth/providers",
                    "/auth/register",
                    "/auth/second-factor",
                    "/auth/sign-in",
                    "/auth/signed-in"),
            "POST",
            Set.of(
                    "/auth/login",
                    "/auth/passkey/some",
                    "/auth/refresh",
                    "/auth/register",
                    "/auth/second-factor",
                    "/auth/token",
                    "/auth/device"));

    /** What everybody may post who has signed in. */
    private static final Set<String> OWN_ACCOUNT = Set.of(
            "/auth/device/approve",
            "/auth/join",
            "/auth/logout",
            "/auth/mfa/some",
            "/auth/oidc/some",
            "/auth/password",
            "/auth/reauthenticate");

    private static final Map<String, String[]> TABLE = read();

    private AuthorizationTable() {}

    /** Everybody who asks. */
    enum Who {
        ANONYMOUS(""),
        SIGNED_IN("matrix-signed-in"),
        VIEW("matrix-view"),
        EDIT("matrix-edit"),
        ADMIN("matrix-admin"),
        FOREIGNER("matrix-foreigner"),
        MASTER("");

        private final String user;

        Who(String user) {
            this.user = user;
        }

        /** As whom to act; empty for nobody else. */
        String user() {
            return user;
        }

        /** The ClusterRole in the namespace; of those three only that have one. */
        String role() {
            return user.substring("matrix-".length());
        }

        private int column() {
            return switch (this) {
                case VIEW -> 0;
                case EDIT -> 1;
                case ADMIN -> 2;
                default -> -1;
            };
        }
    }

    /** Where a path leads. */
    enum Place {
        EVERYWHERE,
        NAMESPACE
    }

    /** A collection, an object or a subresource; {@code version} with its group. */
    record Route(String version, String plural, String subresource, Place place, boolean named) {
        private String resource() {
            int slash = version.indexOf('/');
            return plural
                    + (subresource.isEmpty() ? "" : "/" + subresource)
                    + (slash < 0 ? "" : "." + version.substring(0, slash));
        }
    }

    /** {@code allowed}, {@code forbidden} or {@code unseen}. */
    static String expected(Who who, Route route, String verb) {
        String[] row = TABLE.get(route.resource());
        if (row == null) {
            throw new AssertionError("say in AuthorizationTable who may do what with " + route.resource());
        }
        if (who == Who.MASTER) {
            return "allowed";
        }
        if (who == Who.ANONYMOUS) {
            return "forbidden";
        }
        if (row[0].startsWith("everybody:")) {
            return allows(row[0].substring("everybody:".length()), verb) ? "allowed" : "forbidden";
        }
        boolean inside = route.place() == Place.NAMESPACE || (route.plural().equals("namespaces") && route.named());
        if (inside && who.column() >= 0) {
            return allows(row[who.column()], verb) ? "allowed" : "forbidden";
        }
        return inside || isTenant(route) ? "unseen" : "forbidden";
    }

    /** The same of a path that is no object. */
    static String expected(Who who, String method, String path) {
        boolean discovery = DISCOVERY.stream().anyMatch(it -> path.equals(it) || path.startsWith(it + "/"));
        boolean signsIn = SIGN_IN.getOrDefault(method, Set.of()).contains(path)
                || (method.equals("POST") && OWN_ACCOUNT.contains(path) && who != Who.ANONYMOUS)
                || (method.equals("GET")
                        && Set.of("/auth/mfa", "/auth/namespaces").contains(path)
                        && who != Who.ANONYMOUS);
        boolean allowed = who == Who.MASTER
                || signsIn
                || (method.equals("GET") && (PUBLIC.contains(path) || (discovery && who != Who.ANONYMOUS)));
        return allowed ? "allowed" : "forbidden";
    }

    /** One of the kinds that lie in no namespace and are nobody else's business. */
    static boolean isTenant(Route route) {
        return route.named()
                && TENANTS.contains(new Route(route.version(), route.plural(), "", route.place(), true).resource());
    }

    private static boolean allows(String letters, String verb) {
        return letters.chars()
                .anyMatch(letter -> VERBS.getOrDefault((char) letter, Set.of()).contains(verb));
    }

    private static Map<String, String[]> read() {
        Map<String, String[]> table = new TreeMap<>();
        for (String line : RESOURCES.lines().toList()) {
            String[] words = line.split(" +");
            table.put(words[0], List.of(words).subList(1, words.length).toArray(String[]::new));
        }
        return table;
    }
}
