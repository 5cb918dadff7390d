package dev.roadstead.controller.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.roadstead.controller.client.Kubeconfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server of the Kubernetes API in memory, over real HTTP, that misbehaves on demand: just enough of the contract for
 * the client's and the informer's tests.
 */
public final class FakeApi implements AutoCloseable {
    public static final String TOKEN = "test-token";

    /** With what must be escaped in a query. */
    private static final String TOKEN_START = "at+/=&";

    /** A request as it came in. */
    public record Request(
            String method,
            String path,
            String query,
            @Nullable String contentType,
            String body) {}

    /** How an open watch is ended. */
    public enum StreamEnd {
        ORDERLY,
        CUT,
        HALF_FRAME,
        EXPIRED,
        /** It stays open and says nothing any more. */
        SILENCE
    }

    private record Refusal(int code, @Nullable Integer retryAfter, Duration delay) {}

    private static final Pattern PATH = Pattern.compile(
            "(?<collection>/apis?/.*?(/namespaces/[^/]+)?/[a-z]+)(/(?<name>[^/]+))?(?<status>/status)?");

    private final JsonMapper mapper = new JsonMapper();
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final TreeMap<String, ObjectNode> objects = new TreeMap<>();
    private final EventLog log = new EventLog();
    private final AtomicInteger expiringPages = new AtomicInteger();
    private final Deque<Refusal> refusals = new ArrayDeque<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    public FakeApi() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    public Kubeconfig kubeconfig() {
        URI server = URI.create("http://127.0.0.1:" + http.getAddress().getPort());
        return new Kubeconfig(server, null, TOKEN);
    }

    /** Everything that was asked so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public List<Request> requests(String method) {
        return requests.stream()
                .filter(request -> request.method().equals(method))
                .toList();
    }

    /** The next requests are refused, in this order. */
    public synchronized void refuseNext(int code, @Nullable Integer retryAfterSeconds) {
        refusals.add(new Refusal(code, retryAfterSeconds, Duration.ZERO));
    }

    /** The next request is answered with this code after this time. */
    public synchronized void delayNext(Duration delay, int code) {
        refusals.add(new Refusal(code, null, delay));
    }

    /** So many second pages are asked for too late. */
    public void expirePages(int pages) {
        expiringPages.set(pages);
    }

    /** Forgets refusals that were not met yet. */
    public synchronized void behave() {
        refusals.clear();
    }

    public void endStreams(StreamEnd how) {
        log.end(how);
    }

    /** Forgets all changes: who watches from before now gets 410. */
    public void compact() {
        log.compact();
    }

    /** Adds or replaces an object, as somebody else's write would. */
    public synchronized ObjectNode put(String collection, String name, ObjectNode object) {
        ObjectNode before = objects.get(collection + "/" + name);
        ObjectNode stored = object.deepCopy();
        ObjectNode metadata = stored.withObject("/metadata");
        metadata.put("name", name);
        metadata.put("uid", before == null ? UUID.randomUUID().toString() : uid(before));
        Matcher namespace = Pattern.compile("/namespaces/([^/]+)/").matcher(collection);
        if (namespace.find()) {
            metadata.put("namespace", namespace.group(1));
        }
        objects.put(collection + "/" + name, stored);
        log.append(before == null ? "ADDED" : "MODIFIED", plural(collection), stored);
        return stored.deepCopy();
    }

    public synchronized void remove(String collection, String name) {
        ObjectNode gone = objects.remove(collection + "/" + name);
        if (gone != null) {
            log.append("DELETED", plural(collection), gone.deepCopy());
        }
    }

    public synchronized @Nullable JsonNode get(String collection, String name) {
        ObjectNode found = objects.get(collection + "/" + name);
        return found == null ? null : found.deepCopy();
    }

    /** All objects of a kind, in all namespaces. */
    public synchronized List<ObjectNode> all(String plural) {
        return objects.entrySet().stream()
                .filter(entry -> plural(
                                entry.getKey().substring(0, entry.getKey().lastIndexOf('/')))
                        .equals(plural))
                .map(entry -> entry.getValue().deepCopy())
                .toList();
    }

    @Override
    public void close() {
        log.end(StreamEnd.CUT);
        http.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        URI uri = exchange.getRequestURI();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
        Request request = new Request(exchange.getRequestMethod(), uri.getRawPath(), query, contentType, body);
        requests.add(request);
        Refusal refusal = nextRefusal();
        if (refusal != null) {
            refuse(exchange, refusal);
        } else if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, status(401, "Unauthorized", "no such token"));
        } else if (query.contains("watch=true")) {
            log.stream(exchange, plural(request.path()), Long.parseLong(parameter(query, "resourceVersion")));
        } else {
            answer(exchange, serve(request));
        }
    }

    private synchronized JsonNode serve(Request request) throws IOException {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            return status(404, "NotFound", "no such path");
        }
        String collection = path.group("collection");
        String name = path.group("name");
        if (request.method().equals("POST")) {
            ObjectNode object = (ObjectNode) mapper.readTree(request.body());
            String newName = object.path("metadata").path("name").asText();
            return objects.containsKey(collection + "/" + newName)
                    ? status(409, "AlreadyExists", newName + " already exists")
                    : put(collection, newName, object);
        }
        if (name == null) {
            return list(all(plural(collection)), request.query());
        }
        ObjectNode found = objects.get(collection + "/" + name);
        if (found == null) {
            return status(404, "NotFound", name + " not found");
        }
        return switch (request.method()) {
            case "GET" -> found;
            case "PATCH" -> patch(collection, name, found, mapper.readTree(request.body()));
            case "DELETE" -> delete(collection, name, found, mapper.readTree(request.body()));
            default -> status(405, "MethodNotAllowed", request.method());
        };
    }

    private JsonNode list(List<ObjectNode> all, String query) {
        String limit = parameter(query, "limit");
        String token = URLDecoder.decode(parameter(query, "continue"), StandardCharsets.UTF_8);
        if (!token.isEmpty() && expiringPages.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return status(410, "Expired", "The provided continue parameter is too old");
        }
        int from = token.isEmpty() ? 0 : Integer.parseInt(token.substring(TOKEN_START.length()));
        int to = limit.isEmpty() ? all.size() : Math.min(all.size(), from + Integer.parseInt(limit));
        ObjectNode list = mapper.createObjectNode().put("kind", "List");
        ObjectNode metadata = list.putObject("metadata").put("resourceVersion", Long.toString(log.revision()));
        if (to < all.size()) {
            metadata.put("continue", TOKEN_START + to);
        }
        list.putArray("items").addAll(all.subList(from, to));
        return list;
    }

    private JsonNode patch(String collection, String name, ObjectNode found, JsonNode patch) {
        for (String precondition : List.of("uid", "resourceVersion")) {
            JsonNode wanted = patch.path("metadata").path(precondition);
            if (!wanted.isMissingNode() && !wanted.equals(found.path("metadata").path(precondition))) {
                return status(409, "Conflict", "the object has been modified");
            }
        }
        ObjectNode merged = found.deepCopy();
        merge(merged, patch);
        return put(collection, name, merged);
    }

    private JsonNode delete(String collection, String name, ObjectNode found, JsonNode options) {
        String uid = options.path("preconditions").path("uid").asText();
        if (!uid.isEmpty() && !uid.equals(uid(found))) {
            return status(409, "Conflict", "the uid differs");
        }
        remove(collection, name);
        return status(200, "", "");
    }

    private static void merge(ObjectNode target, JsonNode patch) {
        patch.properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                target.remove(entry.getKey());
            } else if (entry.getValue().isObject()) {
                boolean known = target.path(entry.getKey()).isObject();
                merge(
                        known ? (ObjectNode) target.get(entry.getKey()) : target.putObject(entry.getKey()),
                        entry.getValue());
            } else {
                target.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private synchronized @Nullable Refusal nextRefusal() {
        return refusals.poll();
    }

    private void refuse(HttpExchange exchange, Refusal refusal) throws IOException {
        if (refusal.retryAfter() != null) {
            exchange.getResponseHeaders()
                    .set("Retry-After", refusal.retryAfter().toString());
        }
        try {
            Thread.sleep(refusal.delay());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        answer(exchange, status(refusal.code(), "Refused", "refused by the test"));
    }

    private ObjectNode status(int code, String reason, String message) {
        return mapper.createObjectNode()
                .put("kind", "Status")
                .put("code", code)
                .put("reason", reason)
                .put("message", message);
    }

    private static void answer(HttpExchange exchange, JsonNode body) throws IOException {
        boolean status = body.path("kind").asText().equals("Status");
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status ? body.path("code").asInt() : 200, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static String plural(String collection) {
        return collection.substring(collection.lastIndexOf('/') + 1);
    }

    private static String uid(ObjectNode object) {
        return object.path("metadata").path("uid").asText();
    }

    private static String parameter(String query, String name) {
        Matcher value = Pattern.compile("(?:^|&)" + name + "=([^&]*)").matcher(query);
        return value.find() ? value.group(1) : "";
    }
}
