package dev.roadstead.controller.plan.route;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A router.
 *
 * @param entryPoint {@code web} or {@code websecure}
 * @param service name of the service that requests go to
 * @param middlewares their names, in the order in which a request passes them
 * @param tls null for plain HTTP
 */
public record Router(
        String entryPoint,
        String rule,
        int priority,
        String service,
        List<String> middlewares,
        @Nullable Tls tls) {

    /** The entry points that an edge is expected to have. */
    static final String PLAIN = "web";

    static final String SECURE = "websecure";

    /**
     * How it ends TLS.
     *
     * @param resolver the ACME resolver; null when the edge has the certificate
     * @param main the name that a certificate is asked for, where the rule does not say it; else null
     */
    public record Tls(@Nullable String resolver, @Nullable String main) {
        Map<String, Object> tree() {
            Map<String, Object> tree = new TreeMap<>();
            tree.put("options", Routing.TLS_OPTIONS);
            if (resolver != null) {
                tree.put("certResolver", resolver);
            }
            if (main != null) {
                tree.put("domains", List.of(Map.of("main", main)));
            }
            return tree;
        }
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new TreeMap<>();
        tree.put("entryPoints", List.of(entryPoint));
        tree.put("rule", rule);
        tree.put("priority", priority);
        tree.put("service", service);
        if (!middlewares.isEmpty()) {
            tree.put("middlewares", middlewares);
        }
        if (tls != null) {
            tree.put("tls", tls.tree());
        }
        return tree;
    }
}
