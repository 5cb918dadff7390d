package dev.roadstead.controller.plan.route;

import dev.roadstead.model.Domain;
import dev.roadstead.model.GoDuration;
import dev.roadstead.model.Middlewares;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A Domain's middlewares. Their order is fixed: who may not come in is refused before anything is spent on the request,
 * and the prefix is stripped last, so that all others see the path that was asked for.
 *
 * @param byName name to what Traefik's configuration says of it, in the order in which a request passes them
 */
record DomainMiddlewares(Map<String, Map<String, Object>> byName) {
    /**
     * Those that are on every router of the Domain.
     *
     * @throws IllegalArgumentException if it asks for passwords and there are no users: it would be open to all
     */
    static DomainMiddlewares of(Domain domain, List<String> users) {
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        Middlewares wanted = domain.spec().middlewares();
        if (wanted == null) {
            return new DomainMiddlewares(all);
        }
        add(all, domain, "allow", allow(wanted.ipAllowList()));
        add(all, domain, "rate", rate(wanted.rateLimit()));
        add(all, domain, "auth", auth(domain, wanted.basicAuth(), users));
        if (wanted.maxBodySize() != null) {
            long bytes = wanted.maxBodySize().value();
            add(all, domain, "body", Map.of("buffering", Map.of("maxRequestBodyBytes", bytes)));
        }
        add(all, domain, "headers", headers(wanted.headers()));
        if (wanted.compress()) {
            add(all, domain, "compress", Map.of("compress", Map.of()));
        }
        add(all, domain, "retry", retry(wanted.retry()));
        if (wanted.stripPrefix()) {
            List<String> prefixes = List.of(domain.spec().pathPrefix());
            add(all, domain, "strip", Map.of("stripPrefix", Map.of("prefixes", prefixes)));
        }
        return new DomainMiddlewares(all);
    }

    /** Sends visitors from HTTP to HTTPS. */
    static DomainMiddlewares redirect(Domain domain) {
        Map<String, Object> redirect = new TreeMap<>(Map.of("permanent", true, "scheme", "https"));
        return new DomainMiddlewares(
                Map.of(RouteNames.middleware(domain, "https"), Map.of("redirectScheme", redirect)));
    }

    /** Keeps visitors with HTTPS, if the Domain asks for that. */
    static Optional<DomainMiddlewares> hsts(Domain domain) {
        Domain.Hsts hsts = domain.spec().hsts();
        if (hsts == null) {
            return Optional.empty();
        }
        Map<String, Object> headers = new TreeMap<>();
        headers.put("stsSeconds", hsts.maxAge().toSeconds());
        if (hsts.includeSubdomains()) {
            headers.put("stsIncludeSubdomains", true);
        }
        if (hsts.preload()) {
            headers.put("stsPreload", true);
        }
        return Optional.of(
                new DomainMiddlewares(Map.of(RouteNames.middleware(domain, "hsts"), Map.of("headers", headers))));
    }

    /** Their names, in the order in which a request passes them. */
    List<String> order() {
        return new ArrayList<>(byName.keySet());
    }

    private static void add(
            Map<String, Map<String, Object>> all, Domain domain, String kind, @Nullable Map<String, Object> said) {
        if (said != null) {
            all.put(RouteNames.middleware(domain, kind), said);
        }
    }

    private static @Nullable Map<String, Object> allow(Middlewares.@Nullable IpAllowList list) {
        return list == null ? null : Map.of("ipAllowList", Map.of("sourceRange", list.sourceRange()));
    }

    private static @Nullable Map<String, Object> rate(Middlewares.@Nullable RateLimit limit) {
        if (limit == null) {
            return null;
        }
        Map<String, Object> said = new TreeMap<>();
        said.put("average", limit.average());
        said.put("burst", limit.burst() == null ? limit.average() : limit.burst());
        said.put("period", GoDuration.format(limit.period()));
        return Map.of("rateLimit", said);
    }

    private static @Nullable Map<String, Object> auth(
            Domain domain, Middlewares.@Nullable BasicAuth auth, List<String> users) {
        if (auth == null) {
            return null;
        }
        if (users.isEmpty()) {
            throw new IllegalArgumentException(domain.key() + " asks for passwords, and there are no users");
        }
        Map<String, Object> said = new TreeMap<>();
        said.put("users", users);
        // The password is nobody's business behind the edge.
        said.put("removeHeader", true);
        if (auth.realm() != null) {
            said.put("realm", auth.realm());
        }
        return Map.of("basicAuth", said);
    }

    private static @Nullable Map<String, Object> headers(Middlewares.@Nullable Headers headers) {
        if (headers == null
                || (headers.request().isEmpty() && headers.response().isEmpty())) {
            return null;
        }
        Map<String, Object> said = new TreeMap<>();
        if (!headers.request().isEmpty()) {
            said.put("customRequestHeaders", new TreeMap<>(headers.request()));
        }
        if (!headers.response().isEmpty()) {
            said.put("customResponseHeaders", new TreeMap<>(headers.response()));
        }
        return Map.of("headers", said);
    }

    private static @Nullable Map<String, Object> retry(Middlewares.@Nullable Retry retry) {
        if (retry == null) {
            return null;
        }
        Map<String, Object> said = new TreeMap<>(Map.of("attempts", retry.attempts()));
        if (retry.initialInterval() != null) {
            said.put("initialInterval", GoDuration.format(retry.initialInterval()));
        }
        return Map.of("retry", said);
    }
}
