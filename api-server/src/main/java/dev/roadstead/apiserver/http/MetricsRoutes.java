package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.registry.Capacity;
import java.nio.charset.StandardCharsets;

/** {@code /metrics}: figures of this server in the text format of Prometheus, for who may get that path. */
final class MetricsRoutes {
    /** Prometheus, "Exposition formats": text, version 0.0.4. */
    private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final Capacity capacity;

    MetricsRoutes(Capacity capacity) {
        this.capacity = capacity;
    }

    /** False when the request is for another path. */
    boolean handle(Exchange exchange) throws InterruptedException {
        if (!exchange.path().equals("/metrics")) {
            return false;
        }
        if (!exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
            throw ResourceRoutes.methodNotAllowed();
        }
        exchange.send(200, FORMAT, text().getBytes(StandardCharsets.UTF_8));
        return true;
    }

    private String text() {
        return """
                # HELP roadstead_object_memory_bytes Memory that all objects take.
                # TYPE roadstead_object_memory_bytes gauge
                roadstead_object_memory_bytes %d
                # HELP roadstead_object_memory_limit_bytes Memory that objects may take before writes are refused with 507.
                # TYPE roadstead_object_memory_limit_bytes gauge
                roadstead_object_memory_limit_bytes %d
                # HELP roadstead_object_memory_refused_total Writes that were refused with 507.
                # TYPE roadstead_object_memory_refused_total counter
                roadstead_object_memory_refused_total %d
                """.formatted(capacity.held(), capacity.limit(), capacity.refused());
    }
}
