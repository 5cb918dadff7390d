package dev.roadstead.testkit.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers requests at one entry point: 404 without a router, 503 without a server, 502 when the server does not answer. */
record Proxy(HttpClient http, String entryPoint, Supplier<EdgeRoutes> routes, EdgeMetrics metrics) {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** What a middleware did with a request: it goes on with this path, or is answered. */
    private sealed interface Turn {
        record On(String path) implements Turn {}

        record Answered(int status) implements Turn {}
    }

    void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String host = host(exchange);
            String path = exchange.getRequestURI().getRawPath();
            EdgeRoutes now = routes.get();
            Optional<EdgeRoutes.Route> route = now.find(entryPoint, host, path);
            if (route.isEmpty()) {
                answer(exchange, 404);
                return;
            }
            for (JsonNode middleware : route.get().middlewares()) {
                switch (pass(exchange, middleware, path)) {
                    case Turn.On(String rest) -> path = rest;
                    case Turn.Answered(int status) -> {
                        answer(exchange, status);
                        return;
                    }
                }
            }
            Optional<EdgeRoutes.Choice> choice = now.next(route.get().service(), cookies(exchange));
            if (choice.isEmpty()) {
                answer(exchange, 503);
            } else {
                choice.get()
                        .cookies()
                        .forEach(field -> exchange.getResponseHeaders().add("Set-Cookie", field));
                long begin = System.nanoTime();
                int code = forward(exchange, host, choice.get().url() + path);
                Duration took = Duration.ofNanos(System.nanoTime() - begin);
                metrics.count(choice.get().service(), exchange.getRequestMethod(), code, took);
            }
        }
    }

    private static Map<String, String> cookies(HttpExchange exchange) {
        Map<String, String> cookies = new HashMap<>();
        for (String field : exchange.getRequestHeaders().getOrDefault("Cookie", List.of())) {
            for (String pair : field.split(";\\s*", -1)) {
                String[] parts = pair.split("=", 2);
                cookies.put(parts[0], parts.length < 2 ? "" : parts[1]);
            }
        }
        return cookies;
    }

    private static String host(HttpExchange exchange) {
        String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
        return host.replaceAll(":[0-9]+$", "").toLowerCase(Locale.ROOT);
    }

    private static Turn pass(HttpExchange exchange, JsonNode middleware, String path) {
        if (middleware.has("redirectScheme")) {
            String location = middleware.at("/redirectScheme/scheme").asText() + "://" + host(exchange) + path;
            exchange.getResponseHeaders().set("Location", location);
            return new Turn.Answered(301);
        }
        if (middleware.has("basicAuth") && !isKnown(exchange, middleware.at("/basicAuth/users"))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic");
            return new Turn.Answered(401);
        }
        middleware
                .at("/headers/customResponseHeaders")
                .properties()
                .forEach(field -> exchange.getResponseHeaders()
                        .set(field.getKey(), field.getValue().asText()));
        if (middleware.at("/headers").has("stsSeconds")) {
            String seconds = middleware.at("/headers/stsSeconds").asText();
            exchange.getResponseHeaders().set("Strict-Transport-Security", "max-age=" + seconds);
        }
        String prefix = middleware.at("/stripPrefix/prefixes/0").asText();
        String rest = path.startsWith(prefix) ? path.substring(prefix.length()) : path;
        return new Turn.On(rest.startsWith("/") ? rest : "/" + rest);
    }

    private static boolean isKnown(HttpExchange exchange, JsonNode users) {
        String said = exchange.getRequestHeaders().getFirst("Authorization");
        if (said == null || !said.startsWith("Basic ")) {
            return false;
        }
        String pair = new String(Base64.getDecoder().decode(said.substring(6)), StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        String line = pair.substring(0, colon + 1) + "{SHA}" + sha(pair.substring(colon + 1));
        return users.valueStream().anyMatch(user -> user.asText().equals(line));
    }

    private static String sha(String password) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The code that was answered. */
    private int forward(HttpExchange exchange, String host, String url) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(TIMEOUT)
                .header("X-Forwarded-Host", host)
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
            return answer.statusCode();
        } catch (IOException e) {
            answer(exchange, 502);
            return 502;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 499;
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
    }
}
