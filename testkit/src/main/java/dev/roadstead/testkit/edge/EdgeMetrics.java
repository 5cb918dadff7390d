package dev.roadstead.testkit.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What an edge counts of its services, as Traefik v3 writes it for Prometheus: requests by code, method, protocol and
 * service, and their times in buckets that it is told. Thread-safe.
 *
 * @see <a href="https://doc.traefik.io/traefik/observability/metrics/overview/#service-metrics">Traefik's metrics</a>
 */
final class EdgeMetrics {
    private final List<String> bounds;
    private final Map<String, Times> byLabels = new ConcurrentSkipListMap<>();

    /** A histogram. */
    private static final class Times {
        private final List<String> bounds;
        private final long[] within;
        private long count;
        private double sum;

        Times(List<String> bounds) {
            this.bounds = bounds;
            this.within = new long[bounds.size()];
        }

        synchronized void add(double seconds) {
            count++;
            sum += seconds;
            for (int i = 0; i < within.length; i++) {
                within[i] += seconds <= Double.parseDouble(bounds.get(i)) ? 1 : 0;
            }
        }

        synchronized void write(StringBuilder text, String labels) {
            String name = "traefik_service_request_duration_seconds";
            for (int i = 0; i < within.length; i++) {
                text.append(name + "_bucket{" + labels + ",le=\"" + bounds.get(i) + "\"} " + within[i] + "\n");
            }
            text.append(name + "_bucket{" + labels + ",le=\"+Inf\"} " + count + "\n");
            text.append(name + "_sum{" + labels + "} " + sum + "\n");
            text.append(name + "_count{" + labels + "} " + count + "\n");
        }

        synchronized long count() {
            return count;
        }
    }

    /** {@code bounds} are in seconds, ascending. */
    EdgeMetrics(List<String> bounds) {
        this.bounds = List.copyOf(bounds);
    }

    /** A request that a service has answered. */
    void count(String service, String method, int code, Duration took) {
        String labels =
                "code=\"%d\",method=\"%s\",protocol=\"http\",service=\"%s@http\"".formatted(code, method, service);
        byLabels.computeIfAbsent(labels, _ -> new Times(bounds)).add(took.toNanos() / 1e9);
    }

    void serve(HttpServer server) {
        server.createContext("/metrics", this::answer);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", "text/plain; version=0.0.4; charset=utf-8; escaping=underscores");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder("""
                # HELP process_start_time_seconds Start time of the process since unix epoch in seconds.
                # TYPE process_start_time_seconds gauge
                process_start_time_seconds 1.76374512045e+09
                # HELP traefik_config_reloads_total Config reloads
                # TYPE traefik_config_reloads_total counter
                traefik_config_reloads_total 3
                # HELP traefik_open_connections How many open connections exist, by entryPoint and protocol
                # TYPE traefik_open_connections gauge
                traefik_open_connections{entrypoint="traefik",protocol="TCP"} 1
                """);
        header(text, "request_duration_seconds", "How long it took to process the request", "histogram");
        byLabels.forEach((labels, times) -> times.write(text, labels));
        header(text, "requests_total", "How many HTTP requests processed", "counter");
        byLabels.forEach((labels, times) ->
                text.append("traefik_service_requests_total{" + labels + "} " + times.count() + "\n"));
        return text.toString();
    }

    private static void header(StringBuilder text, String name, String help, String type) {
        text.append("# HELP traefik_service_" + name + " " + help
                + " on a service, partitioned by status code, protocol, and method.\n");
        text.append("# TYPE traefik_service_" + name + " " + type + "\n");
    }
}
