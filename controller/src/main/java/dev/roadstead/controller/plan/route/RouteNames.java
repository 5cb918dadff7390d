package dev.roadstead.controller.plan.route;

import dev.roadstead.model.Domain;

/**
 * Names of routers, middlewares and services. Parts are joined by {@code _}, which no Kubernetes name contains, and dots
 * are doubled underscores, because a Docker label would take them apart: two objects never share a name.
 */
public final class RouteNames {
    private RouteNames() {}

    /** Of the router that serves a Domain. */
    public static String router(Domain domain) {
        return part(String.valueOf(domain.metadata().namespace())) + "_"
                + part(domain.metadata().name());
    }

    /** Of the router that answers plain HTTP for a Domain with TLS. */
    public static String plainRouter(Domain domain) {
        return router(domain) + "_http";
    }

    /** Of a Domain's middleware of a kind, such as auth. */
    static String middleware(Domain domain, String kind) {
        return router(domain) + "_" + kind;
    }

    /** Of the service behind a port of an Application; with each cookie it is another one. */
    public static String service(Backend backend) {
        String name = part(backend.namespace()) + "_" + part(backend.application()) + "_" + part(backend.port());
        Cookie cookie = backend.cookie();
        return cookie == null ? name : name + "_" + (cookie.secure() ? "secure" : "sticky") + "_" + cookie.name();
    }

    /**
     * Of the part of a service that a canary's new release is, while it has a weight. Each release has one of its own, for
     * edges count by name: a release is never judged by what an edge that is behind still sends to the one before.
     */
    public static String canary(Backend backend, int release) {
        return service(backend) + "_canary_" + release;
    }

    private static String part(String name) {
        return name.replace(".", "__");
    }
}
