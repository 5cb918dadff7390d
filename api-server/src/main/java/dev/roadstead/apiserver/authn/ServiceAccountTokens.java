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
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of ServiceAccounts: JWTs (RFC 7519) with the claims of Kubernetes, bound to the uid of the account, so that they
 * end with it. They are signed by HMAC-SHA-256, not by a key pair: nobody but the servers of this installation, which
 * share the key, has to verify them. Thread-safe.
 */
public final class ServiceAccountTokens implements BearerTokens {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String ALGORITHM = "HmacSHA256";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    /** The only header that is issued or accepted: nobody chooses the algorithm but this class. */
    private static final String HEADER =
            ENCODER.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.US_ASCII));

    private static final String CREDENTIAL_ID = "authentication.kubernetes.io/credential-id";
    private static final int MAX_LENGTH = 16 << 10;
    /** By so much the clock of the server that issued a token may be ahead. */
    private static final int CLOCK_SKEW_SECONDS = 60;

    private static final int REMEMBERED = 1024;

    /** What tokens with a right signature say: a client sends the same one with every request. */
    private final Map<String, Claims> verified = new ConcurrentHashMap<>();

    private final SecretKeySpec key;
    private final InstantSource clock;
    private final Function<ServiceAccountName, @Nullable String> uids;

    /** Times are in seconds since 1970. */
    private record Claims(long notBefore, long expiry, ServiceAccountName account, Identity identity) {}

    /**
     * Wires the tokens.
     *
     * @param key at least 32 random bytes; not kept
     * @param uids the uid of an account that exists, or null
     */
    public ServiceAccountTokens(byte[] key, InstantSource clock, Function<ServiceAccountName, @Nullable String> uids) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.clock = clock;
        this.uids = uids;
    }

    /**
     * Makes a token.
     *
     * @param uid of the account
     * @param audiences for whom it is meant; at least one
     * @param id that tells it apart from all others
     */
    public String issue(
            ServiceAccountName account, String uid, Collection<String> audiences, Instant expiry, String id) {
        long now = clock.instant().getEpochSecond();
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("iss", SERVER).put("sub", account.user()).put("jti", id);
        claims.put("iat", now).put("nbf", now).put("exp", expiry.getEpochSecond());
        audiences.forEach(claims.putArray("aud")::add);
        ObjectNode kubernetes = claims.putObject("kubernetes.io").put("namespace", account.namespace());
        kubernetes.putObject("serviceaccount").put("name", account.name()).put("uid", uid);
        String signed = HEADER + "." + ENCODER.encodeToString(json(claims));
        return signed + "." + ENCODER.encodeToString(sign(signed));
    }

    @Override
    public @Nullable Identity find(String token) {
        Claims claims = verified.get(token);
        if (claims == null) {
            claims = verify(token);
            if (claims == null) {
                return null;
            }
            if (verified.size() >= REMEMBERED) {
                verified.clear();
            }
            verified.put(token, claims);
        }
        return isValid(claims) ? claims.identity() : null;
    }

    /** Changes with the time, and with the account. */
    private boolean isValid(Claims claims) {
        long now = clock.instant().getEpochSecond();
        return now < claims.expiry()
                && now >= claims.notBefore()
                && claims.identity().principal().uid().equals(uids.apply(claims.account()));
    }

    private @Nullable Claims verify(String token) {
        int end = token.lastIndexOf('.');
        if (token.length() > MAX_LENGTH || end < 0 || !token.startsWith(HEADER + ".")) {
            return null;
        }
        byte[] expected = sign(token.substring(0, end));
        byte[] presented = decode(token.substring(end + 1));
        if (presented == null || !MessageDigest.isEqual(expected, presented)) {
            return null;
        }
        JsonNode claims = claims(token.substring(HEADER.length() + 1, end));
        return claims == null ? null : read(claims);
    }

    /** Of a token that was signed here: its claims have the form that {@link #issue} gave them. */
    private static @Nullable Claims read(JsonNode claims) {
        ServiceAccountName account =
                ServiceAccountName.ofUser(claims.path("sub").asText());
        if (account == null) {
            return null;
        }
        String uid =
                claims.path("kubernetes.io").path("serviceaccount").path("uid").asText();
        Set<String> audiences =
                claims.path("aud").valueStream().map(JsonNode::asText).collect(Collectors.toSet());
        Map<String, List<String>> extra =
                Map.of(CREDENTIAL_ID, List.of("JTI=" + claims.path("jti").asText()));
        return new Claims(
                claims.path("nbf").asLong(Long.MAX_VALUE) - CLOCK_SKEW_SECONDS,
                claims.path("exp").asLong(0),
                account,
                new Identity(new Principal(account.user(), uid, account.groups(), extra), audiences));
    }

    private static @Nullable JsonNode claims(String payload) {
        byte[] json = decode(payload);
        try {
            return json == null ? null : MAPPER.readTree(json);
        } catch (IOException e) {
            return null;
        }
    }

    private byte[] sign(String text) {
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
}
