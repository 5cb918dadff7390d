package dev.roadstead.controller.plan.route;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where requests go. */
public sealed interface Service {
    /** Servers that take turns, by URL; without any, requests are answered with 503. */
    record LoadBalancer(List<String> servers) implements Service {
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
            return Map.of("loadBalancer", balancer);
        }
    }

    /** Other services that take requests by weight. */
    record Weighted(List<Share> shares) implements Service {
        @Override
        public Map<String, Object> tree() {
            List<Map<String, Object>> services = shares.stream()
                    .<Map<String, Object>>map(
                            share -> new TreeMap<>(Map.of("name", share.service(), "weight", share.percent())))
                    .toList();
            return Map.of("weighted", Map.of("services", services));
        }
    }

    /** What one of them takes: all shares of a service sum up to 100. */
    record Share(String service, int percent) {}

    /** As Traefik's configuration says it. */
    Map<String, Object> tree();
}
