package dev.roadstead.controller.plan.route;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Traefik's dynamic configuration, put together from parts that are JSON already: what did not change is not written anew.
 * Sections without entries are left out, for Traefik refuses them.
 *
 * @param certificates by any key that puts them in order
 * @see <a href="https://doc.traefik.io/traefik/providers/http/">Traefik's HTTP provider</a>
 */
public record DynamicDocument(
        SortedMap<String, String> routers,
        SortedMap<String, String> services,
        SortedMap<String, String> middlewares,
        SortedMap<String, String> certificates) {
    private static final String OPTIONS =
            CanonicalJson.of(Map.of(Routing.TLS_OPTIONS, Map.of("minVersion", "VersionTLS12")));

    /** One without entries. */
    public DynamicDocument() {
        this(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    /** A router as JSON. */
    public static String json(Router router) {
        return CanonicalJson.of(router.tree());
    }

    /** A service as JSON. */
    public static String json(Service service) {
        return CanonicalJson.of(service.tree());
    }

    /** A middleware as JSON. */
    public static String json(Map<String, Object> middleware) {
        return CanonicalJson.of(middleware);
    }

    /** A certificate as JSON. */
    public static String json(Routing.Certificate certificate) {
        return CanonicalJson.of(certificate.tree());
    }

    /** The whole. */
    public String toJson() {
        if (routers.isEmpty()) {
            return "{}";
        }
        StringBuilder json = new StringBuilder(size()).append("{\"http\":{");
        if (!middlewares.isEmpty()) {
            section(json, "middlewares", middlewares);
            json.append(',');
        }
        section(json, "routers", routers);
        json.append(',');
        section(json, "services", services);
        json.append("},\"tls\":{");
        if (!certificates.isEmpty()) {
            json.append("\"certificates\":[")
                    .append(certificates.values().stream().distinct().collect(Collectors.joining(",")))
                    .append("],");
        }
        return json.append("\"options\":").append(OPTIONS).append("}}").toString();
    }

    private int size() {
        int size = 200;
        for (Map<String, String> part : List.of(routers, services, middlewares, certificates)) {
            for (Map.Entry<String, String> entry : part.entrySet()) {
                size += entry.getKey().length() + entry.getValue().length() + 4;
            }
        }
        return size;
    }

    /** Names are of letters, digits, hyphens and underscores. */
    private static void section(StringBuilder json, String name, SortedMap<String, String> entries) {
        json.append('"').append(name).append("\":{");
        String between = "";
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            json.append(between)
                    .append('"')
                    .append(entry.getKey())
                    .append("\":")
                    .append(entry.getValue());
            between = ",";
        }
        json.append('}');
    }
}
