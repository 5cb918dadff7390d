package dev.roadstead.cli.signin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that lasts, as it is kept between commands.
 *
 * @param expiresAt when the access token ends
 */
public record Credential(ApiServer server, String user, String accessToken, Instant expiresAt, String refreshToken) {

    /** Whether the access token is good for so long as a request may take to arrive. */
    boolean isFresh(Instant now) {
        return now.plusSeconds(30).isBefore(expiresAt);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("server", server.url().toString()).put("authority", server.authority());
        json.put("user", user).put("accessToken", accessToken).put("expiresAt", expiresAt.toString());
        return json.put("refreshToken", refreshToken);
    }

    /** Null if it is none. */
    static @Nullable Credential of(JsonNode json) {
        if (!json.path("refreshToken").isTextual() || !json.path("expiresAt").isTextual()) {
            return null;
        }
        return new Credential(
                new ApiServer(
                        URI.create(json.path("server").asText()),
                        json.path("authority").textValue()),
                json.path("user").asText(),
                json.path("accessToken").asText(),
                Instant.parse(json.path("expiresAt").asText()),
                json.path("refreshToken").asText());
    }

    /** Never shows a token. */
    @Override
    public String toString() {
        return "Credential[" + user + " at " + server.url() + "]";
    }
}
