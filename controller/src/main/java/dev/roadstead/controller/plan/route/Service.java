package dev.roadstead.controller.plan.route;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where requests go. */
public sealed interface Service {
    /**
     * Servers that take turns, by URL; without any, requests are answered with 503.
     *
     * @param cookie keeps a visitor at a server; null for none
     */
    record LoadBalancer(List<String> servers, @Nullable Cookie cookie) implements Service {
        @Override
        public Map<String, Object> tree() {
            Map<String, Object> balancer = new TreeMap<>();
            // Said although it is the default: Traefik takes no balancer that says nothing.
            balancer.put("passHostHeader", true);
            if (!servers.isEmpty()) {
                balancer.put(
                        "servers",
                        servers.stream().map(url -> Map.of("url", url)).toList());
            }
            if (cookie != null) {
                balancer.put("sticky", cookie.tree());
            }
            return Map.of("loadBalancer", balancer);
        }
    }

    /**
     * Other services that take requests by weight.
     *
     * @param cookie keeps a visitor at one of them; null for none
     */
    record Weighted(List<Share> shares, @Nullable Cookie cookie) implements Service {
        @Override
        public Map<String, Object> tree() {
            List<Map<String, Object>> services = shares.stream()
                    .<Map<String, Object>>map(
                            share -> new TreeMap<>(Map.of("name", share.service(), "weight", share.percent())))
                    .toList();
            Map<String, Object> weighted = new TreeMap<>(Map.of("services", services));
            if (cookie != null) {
                weighted.put("sticky", cookie.tree());
            }
            return Map.of("weighted", weighted);
        }
    }

    /** What one of them takes: all shares of a service sum up to 100. */
    record Share(String service, int percent) {}

    /** As Traefik's configuration says it. */
    Map<String, Object> tree();
}
