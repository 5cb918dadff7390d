package dev.roadstead.testkit.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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

/**
 * A small edge: asks the endpoint as Traefik's HTTP provider does, keeps what it has while an answer is not 200 or is
 * refused, and proxies. Of the middlewares it applies redirectScheme, headers, stripPrefix, ipAllowList and basicAuth with
 * {SHA} hashes; the others pass.
 */
public final class TestEdge implements Edge {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final TraefikSchema schema = new TraefikSchema();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final URI endpoint;
    private final String token;
    private final Duration interval;
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
        this.endpoint = endpoint;
        this.token = token;
        this.interval = interval;
        try {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            plain = HttpServer.create(any, 0);
            secure = HttpsServer.create(any, 0);
            api = HttpServer.create(new InetSocketAddress(any.getAddress(), apiPort), 0);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(new KeyManager[] {new SniKeys(() -> certificates)}, null, null);
            secure.setHttpsConfigurator(new HttpsConfigurator(tls));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        serve(plain, "web");
        serve(secure, "websecure");
        api.createContext(EdgeApi.PATH, new EdgeApi(() -> routes)::handle);
        api.setExecutor(workers);
        api.start();
        poller = Thread.ofVirtual().name("edge-poller").start(this::poll);
    }

    private void serve(HttpServer server, String entryPoint) {
        Proxy proxy = new Proxy(http, entryPoint, () -> routes);
        server.createContext("/", proxy::handle);
        server.setExecutor(workers);
        server.start();
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
                HttpResponse<byte[]> answer = http.send(
                        HttpRequest.newBuilder(endpoint)
                                .timeout(TIMEOUT)
                                .header("Authorization", "Bearer " + token)
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
            LockSupport.parkNanos(interval.toNanos());
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
        workers.shutdownNow();
    }
}
