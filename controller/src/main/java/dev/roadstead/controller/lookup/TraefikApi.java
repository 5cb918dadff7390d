package dev.roadstead.controller.lookup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.controller.host.Dialer;
import dev.roadstead.controller.host.Link;
import dev.roadstead.controller.lookup.RouterLookup.Router;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of Traefik's API that lists its routers.
 *
 * @see <a href="https://doc.traefik.io/traefik/operations/api/">Traefik's API</a>
 */
final class TraefikApi {
    /** Of the HTTP provider; routers of others are not ours. */
    private static final String PROVIDER = "@http";

    private static final Duration LIFETIME = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 32 * 1024 * 1024;
    private static final JsonMapper JSON = new JsonMapper();

    /** HTTP/1.0: the answer ends where the connection does. One page is enough for all. */
    private static final byte[] REQUEST =
            "GET /api/http/routers?per_page=1000000 HTTP/1.0\r\nHost: localhost\r\nAccept: application/json\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private TraefikApi() {}

    /**
     * The routers of the HTTP provider.
     *
     * @throws IOException if there is no answer within seconds, or none of Traefik's
     */
    static Map<String, Router> routers(Dialer dialer, int port) throws IOException {
        byte[] answer;
        try (Link link = dialer.dial("127.0.0.1", port, LIFETIME)) {
            link.output().write(REQUEST);
            link.output().flush();
            answer = link.input().readNBytes(MOST_BYTES);
        }
        Map<String, Router> routers = new HashMap<>();
        for (JsonNode router : body(answer)) {
            String name = router.path("name").asText();
            if (name.endsWith(PROVIDER)) {
                routers.put(name.substring(0, name.length() - PROVIDER.length()), read(router));
            }
        }
        return Map.copyOf(routers);
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

    private static Router read(JsonNode router) {
        List<String> errors = router.path("error")
                .valueStream()
                .map(JsonNode::asText)
                .sorted()
                .toList();
        return new Router(router.path("rule").asText(), router.path("status").asText(), errors);
    }
}
