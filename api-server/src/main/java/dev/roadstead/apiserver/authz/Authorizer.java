package dev.roadstead.apiserver.authz;

import dev.roadstead.apiserver.authn.Principal;
import java.util.Set;

/** The one authorization point. Deny by default; pure. */
public final class Authorizer {
    private static final String MASTERS = "system:masters";
    private static final Set<String> PUBLIC_PATHS = Set.of("/livez", "/readyz", "/healthz", "/version");

    /** Members of system:masters may do everything; everybody may ask for health and version; nothing else is allowed. */
    public Decision decide(Principal principal, RequestInfo request) {
        if (principal.groups().contains(MASTERS)) {
            return new Decision.Allowed();
        }
        if (request instanceof RequestInfo.Path path && path.verb().equals("get") && isPublic(path.path())) {
            return new Decision.Allowed();
        }
        return new Decision.Denied(reason(principal, request));
    }

    private static boolean isPublic(String path) {
        return PUBLIC_PATHS.contains(path);
    }

    private static String reason(Principal principal, RequestInfo request) {
        String who = "User \"" + principal.user() + "\" cannot " + request.verb();
        return switch (request) {
            case RequestInfo.Path path -> who + " path \"" + path.path() + "\"";
            case RequestInfo.Resource resource ->
                who + " resource \"" + resource.resourcePath() + "\" in API group \"" + resource.group() + "\""
                        + (resource.namespace().isEmpty()
                                ? " at the cluster scope"
                                : " in the namespace \"" + resource.namespace() + "\"");
        };
    }
}
