package dev.roadstead.controller.plan.route;

import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All that one edge is told.
 *
 * @param middlewares name to what Traefik's configuration says of it
 * @param certificates by the names of their Secrets
 */
public record Routing(
        SortedMap<String, Router> routers,
        SortedMap<String, Service> services,
        SortedMap<String, Map<String, Object>> middlewares,
        SortedMap<String, Certificate> certificates) {
    /** Name of the options under which TLS is ended. */
    static final String TLS_OPTIONS = "roadstead";

    /** A certificate with its chain, and its key, in PEM. */
    public record Certificate(String chain, String key) {
        Map<String, Object> tree() {
            return new TreeMap<>(Map.of("certFile", chain, "keyFile", key));
        }

        /** Names nothing: the key is in it. */
        @Override
        public String toString() {
            return "Certificate[...]";
        }
    }

    /**
     * What these Domains, which have been accepted, and containers make.
     *
     * @param containers of all Applications
     */
    public static Routing of(
            List<DomainRoutes> domains,
            SortedMap<String, Certificate> certificates,
            List<Application> applications,
            List<Container> containers,
            EdgeView edge) {
        Routing routing = new Routing(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), certificates);
        Map<String, Application> byKey =
                applications.stream().collect(Collectors.toMap(Resource::key, Function.identity()));
        for (DomainRoutes domain : domains) {
            Backend backend = Backend.of(domain.domain());
            List<Container> own = containers.stream()
                    .filter(it -> backend.namespace().equals(it.metadata().namespace()))
                    .filter(it -> backend.application().equals(it.spec().application()))
                    .toList();
            routing.routers.putAll(domain.routers());
            routing.middlewares.putAll(domain.middlewares());
            routing.services.putAll(Backends.of(backend, byKey.get(backend.applicationKey()), own, edge));
        }
        return routing;
    }

    /** Traefik's dynamic configuration: the same routing is the same text. */
    public String toJson() {
        DynamicDocument document = new DynamicDocument();
        routers.forEach((name, router) -> document.routers().put(name, DynamicDocument.json(router)));
        services.forEach((name, service) -> document.services().put(name, DynamicDocument.json(service)));
        middlewares.forEach((name, said) -> document.middlewares().put(name, CanonicalJson.of(said)));
        certificates.forEach((name, pair) -> document.certificates().put(name, DynamicDocument.json(pair)));
        return document.toJson();
    }
}
