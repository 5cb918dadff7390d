package dev.roadstead.controller.lookup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.controller.host.Dialer;
import dev.roadstead.controller.host.Link;
import dev.roadstead.controller.lookup.RouterLookup.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of Traefik's API that lists its routers and middlewares.
 *
 * @see <a href="https://doc.traefik.io/traefik/operations/api/">Traefik's API</a>
 */
final class TraefikApi {
    /** Of the HTTP provider; what others bring is not ours. */
    private static final String PROVIDER = "@http";

    private static final Duration LIFETIME = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 32 * 1024 * 1024;
    private static final JsonMapper JSON = new JsonMapper();

    private TraefikApi() {}

    /**
     * What it has loaded from the HTTP provider.
     *
     * @throws IOException if there is no answer within seconds, or none of Traefik's
     */
    static RouterLookup.Report.Loaded loaded(Dialer dialer, int port) throws IOException {
        return new RouterLookup.Report.Loaded(parts("routers", dialer, port), parts("middlewares", dialer, port));
    }

    private static Map<String, Part> parts(String kind, Dialer dialer, int port) throws IOException {
        byte[] answer;
        try (Link link = dialer.dial("127.0.0.1", port, LIFETIME)) {
            link.output().write(request(kind));
            link.output().flush();
            answer = link.input().readNBytes(MOST_BYTES);
        }
        Map<String, Part> parts = new HashMap<>();
        for (JsonNode part : body(answer)) {
            String name = part.path("name").asText();
            if (name.endsWith(PROVIDER)) {
                parts.put(name.substring(0, name.length() - PROVIDER.length()), read(part));
            }
        }
        return Map.copyOf(parts);
    }

    /** HTTP/1.0: the answer ends where the connection does. One page is enough for all. */
    private static byte[] request(String kind) {
        return ("GET /api/http/" + kind
                        + "?per_page=1000000 HTTP/1.0\r\nHost: localhost\r\nAccept: application/json\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static JsonNode body(byte[] answer) throws IOException {
        String text = new String(answer, StandardCharsets.UTF_8);
        int head = text.indexOf("\r\n\r\n");
        if (head < 0 || !text.matches("(?s)HTTP/1\\.[01] 200 .*")) {
            throw new IOException("it does not answer as Traefik's API does");
        }
        try {
            return JSON.readTree(text.substring(head + 4));
        } catch (JsonProcessingException e) {
            throw new IOException("its answer is no JSON, or too long", e);
        }
    }

    private static Part read(JsonNode part) {
        List<String> errors =
                part.path("error").valueStream().map(JsonNode::asText).sorted().toList();
        Map<String, Object> shown = JSON.convertValue(part, new TypeReference<>() {});
        return new Part(part.path("status").asText(), errors, Collections.unmodifiableMap(shown));
    }
}
