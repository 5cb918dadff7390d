package dev.roadstead.controller.plan.route;

import dev.roadstead.model.Domain;
import dev.roadstead.model.Domain.TlsMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Routers and middlewares of one Domain.
 *
 * @param middlewares name to what Traefik's configuration says of it
 */
public record DomainRoutes(
        Domain domain, SortedMap<String, Router> routers, SortedMap<String, Map<String, Object>> middlewares) {
    private static final String DEFAULT_RESOLVER = "letsencrypt";

    /**
     * The routes.
     *
     * @param users lines {@code name:hash} for basic authentication; empty if the Domain asks for none
     * @throws IllegalArgumentException if hostname or prefix may not be in a rule, or users are missing
     */
    public static DomainRoutes of(Domain domain, List<String> users) {
        DomainMiddlewares own = DomainMiddlewares.of(domain, users);
        SortedMap<String, Map<String, Object>> middlewares = new TreeMap<>(own.byName());
        SortedMap<String, Router> routers = new TreeMap<>();
        if (domain.spec().tls().mode() == TlsMode.Off) {
            routers.put(RouteNames.router(domain), router(domain, Router.PLAIN, own.order(), null));
            return new DomainRoutes(domain, routers, middlewares);
        }
        List<String> secured = new ArrayList<>();
        // First, so that it is said with refusals too.
        DomainMiddlewares.hsts(domain).ifPresent(hsts -> {
            middlewares.putAll(hsts.byName());
            secured.addAll(hsts.order());
        });
        secured.addAll(own.order());
        routers.put(RouteNames.router(domain), router(domain, Router.SECURE, secured, tls(domain)));
        List<String> plain = own.order();
        if (domain.spec().redirects()) {
            DomainMiddlewares redirect = DomainMiddlewares.redirect(domain);
            middlewares.putAll(redirect.byName());
            plain = redirect.order();
        }
        routers.put(RouteNames.plainRouter(domain), router(domain, Router.PLAIN, plain, null));
        return new DomainRoutes(domain, routers, middlewares);
    }

    private static Router router(Domain domain, String entryPoint, List<String> middlewares, Router.@Nullable Tls tls) {
        return new Router(
                entryPoint,
                RouterRule.of(domain.spec()),
                RouterRule.priority(domain.spec()),
                RouteNames.service(Backend.of(domain)),
                List.copyOf(middlewares),
                tls);
    }

    /** Traefik reads the names for a certificate from Host, but not from HostRegexp. */
    private static Router.Tls tls(Domain domain) {
        Domain.Tls wanted = domain.spec().tls();
        if (wanted.mode() != TlsMode.Auto) {
            return new Router.Tls(null, null);
        }
        String hostname = domain.spec().hostname();
        return new Router.Tls(
                wanted.resolver() == null ? DEFAULT_RESOLVER : wanted.resolver(),
                RouterRule.isWildcard(hostname) ? hostname : null);
    }
}
