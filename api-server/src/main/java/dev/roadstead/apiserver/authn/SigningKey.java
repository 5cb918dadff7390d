package dev.roadstead.apiserver.authn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs and verifies JWTs (RFC 7519) by HMAC-SHA-256. Each key has one header, and a token with any other is not its own:
 * nothing that a header says is ever read, so nobody chooses the algorithm, the key or its place but this class.
 * Immutable and thread-safe.
 */
public final class SigningKey {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String ALGORITHM = "HmacSHA256";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int MAX_LENGTH = 16 << 10;

    private final String header;
    private final SecretKeySpec key;

    private SigningKey(ObjectNode header, byte[] key) {
        this.header = ENCODER.encodeToString(json(header));
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** A key that stands alone: at least 32 random bytes, not kept. */
    public static SigningKey only(byte[] key) {
        return new SigningKey(fixed().put("typ", "JWT"), key);
    }

    /** One of several keys, told apart by their names. */
    public static SigningKey named(String name, byte[] key) {
        return new SigningKey(fixed().put("kid", name).put("typ", "JWT"), key);
    }

    private static ObjectNode fixed() {
        return JsonNodeFactory.instance.objectNode().put("alg", "HS256");
    }

    /** What all its tokens begin with, up to the first dot. */
    public String header() {
        return header;
    }

    /** What a token begins with, up to the first dot; empty for what is no JWT. */
    public static String headerOf(String token) {
        int dot = token.indexOf('.');
        return dot < 0 || token.length() > MAX_LENGTH ? "" : token.substring(0, dot);
    }

    /** The token with these claims. */
    public String sign(ObjectNode claims) {
        String signed = header + "." + ENCODER.encodeToString(json(claims));
        return signed + "." + ENCODER.encodeToString(mac(signed));
    }

    /** The claims of a token that was signed here; null for any other. Time and audience are for the caller to judge. */
    public @Nullable JsonNode verify(String token) {
        int end = token.lastIndexOf('.');
        if (token.length() > MAX_LENGTH || end <= header.length() || !token.startsWith(header + ".")) {
            return null;
        }
        byte[] expected = mac(token.substring(0, end));
        byte[] presented = decode(token.substring(end + 1));
        if (presented == null || !MessageDigest.isEqual(expected, presented)) {
            return null;
        }
        byte[] claims = decode(token.substring(header.length() + 1, end));
        try {
            return claims == null ? null : MAPPER.readTree(claims);
        } catch (IOException e) {
            return null;
        }
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has " + ALGORITHM, e);
        }
    }

    private static byte[] json(ObjectNode claims) {
        try {
            return MAPPER.writeValueAsBytes(claims);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private static byte @Nullable [] decode(String base64url) {
        try {
            return Base64.getUrlDecoder().decode(base64url);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "SigningKey[" + header + "]";
    }
}
