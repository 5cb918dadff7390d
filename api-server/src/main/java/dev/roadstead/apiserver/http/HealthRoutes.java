package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.authz.RequestInfo;
import dev.roadstead.apiserver.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the process lives ({@code /livez}) and whether it can serve ({@code /readyz}, {@code /healthz}); with
 * {@code ?verbose} each check by name, and each alone below its path.
 */
final class HealthRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(HealthRoutes.class);
    private static final Set<String> PATHS = Set.of("livez", "readyz", "healthz");

    private final Map<String, Runnable> checks;

    /** The check of the database returns, or throws {@link StoreUnavailableException}. */
    HealthRoutes(Runnable database) {
        this.checks = Map.of("database", database);
    }

    /** Whether a request only asks how the server is. */
    static boolean isHealthCheck(RequestInfo info) {
        return info instanceof RequestInfo.Path path
                && PATHS.contains(path.path().substring(1).split("/", -1)[0]);
    }

    /** False when there is no such path. */
    boolean handle(Exchange exchange) throws InterruptedException {
        String[] parts = exchange.path().substring(1).split("/", -1);
        if (parts.length > 2 || !PATHS.contains(parts[0])) {
            return false;
        }
        if (!exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
            throw ResourceRoutes.methodNotAllowed();
        }
        Map<String, @Nullable String> results = run(parts[0]);
        if (parts.length == 2) {
            if (!results.containsKey(parts[1])) {
                return false;
            }
            results.keySet().retainAll(Set.of(parts[1]));
        }
        report(exchange, parts[0], results);
        return true;
    }

    private static void report(Exchange exchange, String path, Map<String, @Nullable String> results)
            throws InterruptedException {
        boolean failed = results.values().stream().anyMatch(result -> result != null);
        if (!failed && !exchange.query().flag("verbose")) {
            send(exchange, 200, "ok");
            return;
        }
        StringBuilder text = new StringBuilder();
        results.forEach((name, error) -> text.append(error == null ? "[+]" : "[-]")
                .append(name)
                .append(error == null ? " ok\n" : " failed: " + error + "\n"));
        text.append(path).append(failed ? " check failed\n" : " check passed\n");
        send(exchange, failed ? 503 : 200, text.toString());
    }

    /** Null for what is well, a reason for what is not. */
    private Map<String, @Nullable String> run(String path) {
        Map<String, @Nullable String> results = new LinkedHashMap<>();
        results.put("ping", null);
        if (!path.equals("livez")) {
            checks.forEach((name, check) -> results.put(name, failure(check)));
        }
        return results;
    }

    /** Everybody may ask, so the answer says nothing about the inside; what goes wrong with the store is in the log. */
    private static @Nullable String failure(Runnable check) {
        try {
            check.run();
            return null;
        } catch (StoreUnavailableException e) {
            LOG.warn("A health check failed: {}", e.getMessage());
            return "reason withheld";
        }
    }

    private static void send(Exchange exchange, int status, String text) throws InterruptedException {
        exchange.send(status, Exchange.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }
}
