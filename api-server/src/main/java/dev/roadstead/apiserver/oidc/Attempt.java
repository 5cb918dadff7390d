package dev.roadstead.apiserver.oidc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that is under way, as the browser that began it keeps it. It is not signed: who forges it fools nobody but that
 * browser, and the address to return to is checked again when it is used.
 *
 * @param state that the provider gives back, so that nobody signs a browser in that did not ask for it
 * @param nonce that the ID token has to name
 * @param verifier whose digest the provider was shown (RFC 7636)
 * @param returnTo a path of this server
 * @param link whose account it becomes, in words of whoever signed that; empty for a sign-in
 */
record Attempt(
        String provider, String state, String nonce, String verifier, String returnTo, Instant expiresAt, String link) {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int BYTES = 32;

    /** A new one; {@code link} is given its state. */
    static Attempt begin(
            String provider, String returnTo, Instant expiresAt, UnaryOperator<String> link, SecureRandom random) {
        String state = text(random);
        return new Attempt(provider, state, text(random), text(random), returnTo, expiresAt, link.apply(state));
    }

    String challenge() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** As the value of a cookie. */
    String encode() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("provider", provider).put("state", state).put("nonce", nonce);
        json.put("verifier", verifier).put("returnTo", returnTo).put("expiresAt", expiresAt.getEpochSecond());
        json.put("link", link);
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(MAPPER.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /** Null if it is none. */
    static @Nullable Attempt decode(String cookie) {
        try {
            JsonNode json = MAPPER.readTree(Base64.getUrlDecoder().decode(cookie));
            return new Attempt(
                    json.path("provider").asText(),
                    json.path("state").asText(),
                    json.path("nonce").asText(),
                    json.path("verifier").asText(),
                    json.path("returnTo").asText(),
                    Instant.ofEpochSecond(json.path("expiresAt").asLong()),
                    json.path("link").asText());
        } catch (IOException | IllegalArgumentException malformed) {
            return null;
        }
    }

    private static String text(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Never shows what is secret. */
    @Override
    public String toString() {
        return "Attempt[" + provider + "]";
    }
}
