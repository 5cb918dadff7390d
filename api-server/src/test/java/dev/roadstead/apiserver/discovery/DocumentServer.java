package dev.roadstead.apiserver.discovery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves the discovery documents and one object of every kind over plain HTTP, for real clients. */
final class DocumentServer implements AutoCloseable {
    private static final Pattern COLLECTION =
            Pattern.compile("/(?:api|apis/([^/]+))/([^/]+)(?:/namespaces/[^/]+)?/([^/]+)(/[^/]+)?");
    private static final String STATUS_NOT_FOUND = """
            {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","reason":"NotFound","code":404,
             "message":"not found"}""";

    private final ResourceCatalog catalog;
    private final DiscoveryService discovery;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** {@code GET /path?query}, in the order of arrival. */
    final Queue<String> requests = new ConcurrentLinkedQueue<>();

    DocumentServer(ResourceCatalog catalog) throws IOException {
        this.catalog = catalog;
        this.discovery = new DiscoveryService(ServerVersion.of("0.1.0-test"), () -> catalog);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            String path = exchange.getRequestURI().getPath();
            String accept = String.join(",", exchange.getRequestHeaders().getOrDefault("Accept", List.of()));
            Document document = discovery.find(path, exchange.getRequestURI().getRawQuery(), accept);
            if (document != null) {
                exchange.getResponseHeaders().set("ETag", document.etag());
                exchange.getResponseHeaders().set("Vary", "Accept");
                send(exchange, 200, document.contentType(), document.body());
                return;
            }
            answerObjects(exchange, path, accept);
        }
    }

    private void answerObjects(HttpExchange exchange, String path, String accept) throws IOException {
        Matcher matcher = COLLECTION.matcher(path);
        ResourceDefinition definition = matcher.matches()
                ? catalog.find(matcher.group(1) == null ? "" : matcher.group(1), matcher.group(2), matcher.group(3))
                : null;
        boolean get = exchange.getRequestMethod().equals("GET");
        if (definition == null || (get && "/missing".equals(matcher.group(4)))) {
            send(exchange, 404, "application/json", STATUS_NOT_FOUND.getBytes(StandardCharsets.UTF_8));
            return;
        }
        byte[] object = object(definition);
        if (!get) {
            send(exchange, 200, "application/json", object);
            return;
        }
        send(exchange, 200, "application/json", render(definition, accept, object, matcher.group(4) == null));
    }

    private static byte[] render(ResourceDefinition definition, String accept, byte[] object, boolean list)
            throws IOException {
        Tables tables = Tables.of(definition);
        ListMetadata metadata = new ListMetadata(7, null, null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return switch (Rendering.negotiate(accept)) {
            case Rendering.Table(String version)
            when list -> {
                tables.list(version, IncludeObject.METADATA, metadata, List.of(object), Instant.now(), out);
                yield out.toByteArray();
            }
            case Rendering.Table(String version) ->
                tables.single(version, IncludeObject.METADATA, object, true, Instant.now());
            case Rendering.PartialMetadata(String version, boolean ignored)
            when list -> {
                PartialObjects.list(version, metadata, List.of(object), out);
                yield out.toByteArray();
            }
            case Rendering.PartialMetadata(String version, boolean ignored) -> PartialObjects.single(version, object);
            case Rendering.Plain()
            when list ->
                """
                {"kind":"%s","apiVersion":"%s","metadata":{"resourceVersion":"7"},"items":[%s]}""".formatted(
                                definition.listKind(),
                                definition.apiVersion(),
                                new String(object, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8);
            case Rendering.Plain() -> object;
        };
    }

    private static byte[] object(ResourceDefinition definition) {
        return """
        {"apiVersion":"%s","kind":"%s","metadata":{"name":"web","namespace":"default","uid":"6e1c","resourceVersion":"7",
         "creationTimestamp":"%s"},
         "spec":{"replicas":3,"template":{"image":"busybox:stable"}},"data":{"a":"YQ==","b":"Yg=="},
         "involvedObject":{"kind":"Application","name":"web"},"message":"hello",
         "status":{"phase":"Active","conditions":[{"type":"Other","status":"Unknown"},{"type":"Ready","status":"True"}]}}""".formatted(
                definition.apiVersion(), definition.kind(), Instant.now().minusSeconds(3 * 3600)).getBytes(
                StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int code, String contentType, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
