package dev.roadstead.testkit.edge;

import dev.roadstead.testkit.ClientTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * {@link TestEdge} as a program that takes Traefik's static configuration, by Traefik's environment variables. One that it
 * does not know ends it, so that what is misspelt is seen.
 */
public final class EdgeMain {
    private static final Pattern ACME = Pattern.compile("TRAEFIK_CERTIFICATESRESOLVERS_[A-Z0-9-]+_ACME_"
            + "(EMAIL|CASERVER|STORAGE|HTTPCHALLENGE_ENTRYPOINT|DNSCHALLENGE_PROVIDER)");
    private static final String HTTP = "TRAEFIK_PROVIDERS_HTTP_";
    private static final String METRICS = "TRAEFIK_METRICS_PROMETHEUS";
    private static final Set<String> KNOWN = Set.of(
            "TRAEFIK_ENTRYPOINTS_WEB_ADDRESS",
            "TRAEFIK_ENTRYPOINTS_WEBSECURE_ADDRESS",
            "TRAEFIK_ENTRYPOINTS_TRAEFIK_ADDRESS",
            "TRAEFIK_API_INSECURE",
            "TRAEFIK_API_DASHBOARD",
            "TRAEFIK_PING",
            METRICS,
            METRICS + "_ENTRYPOINT",
            METRICS + "_ADDSERVICESLABELS",
            METRICS + "_ADDENTRYPOINTSLABELS",
            METRICS + "_BUCKETS",
            "TRAEFIK_GLOBAL_CHECKNEWVERSION",
            "TRAEFIK_GLOBAL_SENDANONYMOUSUSAGE",
            "TRAEFIK_PROVIDERS_PROVIDERSTHROTTLEDURATION",
            HTTP + "ENDPOINT",
            HTTP + "POLLINTERVAL",
            HTTP + "HEADERS_AUTHORIZATION",
            HTTP + "TLS_CA");

    private EdgeMain() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> environment = System.getenv();
        List<String> unknown = environment.keySet().stream()
                .filter(name -> name.startsWith("TRAEFIK_") && !KNOWN.contains(name))
                .filter(name -> !ACME.matcher(name).matches())
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("Traefik knows no " + unknown);
        }
        new TestEdge(settings(environment));
        System.out.println("the test's edge routes");
        Thread.currentThread().join();
    }

    private static TestEdge.Settings settings(Map<String, String> environment) throws IOException {
        return new TestEdge.Settings(
                URI.create(required(environment, HTTP + "ENDPOINT")),
                required(environment, HTTP + "HEADERS_AUTHORIZATION"),
                Duration.parse("PT" + required(environment, HTTP + "POLLINTERVAL")),
                address(required(environment, "TRAEFIK_ENTRYPOINTS_WEB_ADDRESS")),
                address(required(environment, "TRAEFIK_ENTRYPOINTS_WEBSECURE_ADDRESS")),
                address(required(environment, "TRAEFIK_ENTRYPOINTS_TRAEFIK_ADDRESS")),
                trust(environment.get(HTTP + "TLS_CA")),
                bounds(environment));
    }

    /** Of services, at the entry point of the API: it knows no other way to count. */
    private static List<String> bounds(Map<String, String> environment) {
        if (!required(environment, METRICS).equals("true")
                || !required(environment, METRICS + "_ADDSERVICESLABELS").equals("true")
                || !required(environment, METRICS + "_ENTRYPOINT").equals("traefik")) {
            throw new IllegalArgumentException("the test's edge counts services at the entry point traefik only");
        }
        return List.of(required(environment, METRICS + "_BUCKETS").split(","));
    }

    private static String required(Map<String, String> environment, String name) {
        return Objects.requireNonNull(environment.get(name), name);
    }

    /** {@code HOST:PORT}; every address without a host. */
    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        int port = Integer.parseInt(text.substring(colon + 1));
        return colon == 0 ? new InetSocketAddress(port) : new InetSocketAddress(text.substring(0, colon), port);
    }

    private static @Nullable SSLContext trust(@Nullable String file) throws IOException {
        return file == null ? null : ClientTls.trusting(Files.readAllBytes(Path.of(file)));
    }
}
