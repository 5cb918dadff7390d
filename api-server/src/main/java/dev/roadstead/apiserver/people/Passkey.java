package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A passkey, as far as a server knows it. Immutable.
 *
 * @param id of the credential, in base64url
 * @param name how its person calls it
 * @param origin of the site that it was made at, and counts at
 * @param publicKey COSE key, in base64url
 * @param counter signatures that the authenticator has counted; 0 for those that do not count
 * @param lastUsedAt null for never
 */
public record Passkey(
        String id,
        String name,
        String origin,
        String publicKey,
        long counter,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {
    static Passkey of(JsonNode json) {
        return new Passkey(
                json.path("id").asText(),
                json.path("name").asText(),
                json.path("origin").asText(),
                json.path("publicKey").asText(),
                json.path("counter").asLong(),
                Instant.parse(json.path("createdAt").asText()),
                json.has("lastUsedAt") ? Instant.parse(json.path("lastUsedAt").asText()) : null);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id).put("name", name).put("origin", origin).put("publicKey", publicKey);
        json.put("counter", counter).put("createdAt", createdAt.toString());
        return lastUsedAt == null ? json : json.put("lastUsedAt", lastUsedAt.toString());
    }

    Passkey used(long counted, Instant at) {
        return new Passkey(id, name, origin, publicKey, counted, createdAt, at);
    }
}
