package dev.roadstead.testkit.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A small edge: asks the endpoint as Traefik's HTTP provider does, keeps what it has while an answer is not 200 or is
 * refused, and proxies. Of the middlewares it applies redirectScheme, headers, stripPrefix, ipAllowList and basicAuth with
 * {SHA} hashes; the others pass.
 */
public final class TestEdge implements Edge {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final List<String> TRAEFIKS_BOUNDS = List.of("0.1", "0.3", "1.2", "5");

    private final TraefikSchema schema = new TraefikSchema();
    private final HttpClient http = client(HttpClient.newBuilder()).build();
    private final HttpClient toEndpoint;
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Settings settings;
    private final HttpServer plain;
    private final HttpsServer secure;
    private final HttpServer api;
    private final Thread poller;
    private volatile boolean closed;
    private volatile EdgeRoutes routes = new EdgeRoutes(new JsonMapper().createObjectNode());
    private volatile List<SniKeys.Pair> certificates = List.of();

    // The poller's own.
    private byte[] last = new byte[0];

    public TestEdge(URI endpoint, String token, Duration interval) {
        this(endpoint, token, interval, 0);
    }

    /** {@code apiPort}: where it tells on loopback what it has loaded, as Traefik's API does; 0 for any free one. */
    public TestEdge(URI endpoint, String token, Duration interval, int apiPort) {
        this(new Settings(
                endpoint,
                "Bearer " + token,
                interval,
                onLoopback(0),
                onLoopback(0),
                onLoopback(apiPort),
                null,
                TRAEFIKS_BOUNDS));
    }

    /**
     * What Traefik's static configuration says.
     *
     * @param authorization the header field that the endpoint is asked with
     * @param trust who may have signed the endpoint's certificate; null for whom Java trusts
     * @param bounds of times that it tells apart, in seconds, ascending
     */
    public record Settings(
            URI endpoint,
            String authorization,
            Duration interval,
            InetSocketAddress web,
            InetSocketAddress websecure,
            InetSocketAddress api,
            @Nullable SSLContext trust,
            List<String> bounds) {}

    public TestEdge(Settings settings) {
        this.settings = settings;
        HttpClient.Builder builder = client(HttpClient.newBuilder());
        this.toEndpoint = settings.trust() == null
                ? builder.build()
                : builder.sslContext(settings.trust()).build();
        try {
            plain = HttpServer.create(settings.web(), 0);
            secure = HttpsServer.create(settings.websecure(), 0);
            api = HttpServer.create(settings.api(), 0);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(new KeyManager[] {new SniKeys(() -> certificates)}, null, null);
            secure.setHttpsConfigurator(new HttpsConfigurator(tls));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        EdgeMetrics metrics = new EdgeMetrics(settings.bounds());
        serve(plain, "web", metrics);
        serve(secure, "websecure", metrics);
        new EdgeApi(() -> routes).serve(api);
        metrics.serve(api);
        api.createContext("/ping", TestEdge::pong);
        api.setExecutor(workers);
        api.start();
        poller = Thread.ofVirtual().name("edge-poller").start(this::poll);
    }

    private static HttpClient.Builder client(HttpClient.Builder builder) {
        return builder.version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT);
    }

    private static InetSocketAddress onLoopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private void serve(HttpServer server, String entryPoint, EdgeMetrics metrics) {
        Proxy proxy = new Proxy(http, entryPoint, () -> routes, metrics);
        server.createContext("/", proxy::handle);
        server.setExecutor(workers);
        server.start();
    }

    private static void pong(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, -1);
        }
    }

    @Override
    public int plainPort() {
        return plain.getAddress().getPort();
    }

    @Override
    public int securePort() {
        return secure.getAddress().getPort();
    }

    @Override
    public int apiPort() {
        return api.getAddress().getPort();
    }

    /** What was answered and not taken. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    private void poll() {
        while (!closed) {
            try {
                HttpResponse<byte[]> answer = toEndpoint.send(
                        HttpRequest.newBuilder(settings.endpoint())
                                .timeout(TIMEOUT)
                                .header("Authorization", settings.authorization())
                                .build(),
                        BodyHandlers.ofByteArray());
                if (answer.statusCode() == 200) {
                    take(answer.body());
                }
            } catch (IOException e) {
                // Nobody there: what is known stays, as in Traefik.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IllegalArgumentException e) {
                refusals.add(String.valueOf(e.getMessage()));
            }
            LockSupport.parkNanos(settings.interval().toNanos());
        }
    }

    private void take(byte[] configuration) {
        if (Arrays.equals(last, configuration)) {
            return;
        }
        last = configuration;
        JsonNode tree = schema.read(configuration);
        certificates = SniKeys.Pair.in(tree);
        routes = new EdgeRoutes(tree);
    }

    @Override
    public void close() {
        closed = true;
        poller.interrupt();
        plain.stop(0);
        secure.stop(0);
        api.stop(0);
        http.shutdownNow();
        toEndpoint.shutdownNow();
        workers.shutdownNow();
    }
}
