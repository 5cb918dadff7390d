package dev.roadstead.apiserver.authn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of ServiceAccounts: JWTs (RFC 7519) with the claims of Kubernetes, bound to the uid of the account, so that they
 * end with it. They are signed by HMAC-SHA-256, not by a key pair: nobody but the servers of this installation, which
 * share the key, has to verify them. Thread-safe.
 */
public final class ServiceAccountTokens implements BearerTokens {
    private static final String CREDENTIAL_ID = "authentication.kubernetes.io/credential-id";
    /** By so much the clock of the server that issued a token may be ahead. */
    private static final int CLOCK_SKEW_SECONDS = 60;

    /** What tokens with a right signature say. */
    private final Remembered<Claims> verified = new Remembered<>();

    private final SigningKey key;
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
        this.key = SigningKey.only(key);
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
        return key.sign(claims);
    }

    @Override
    public @Nullable Identity find(String token) {
        Claims claims = verified.get(token, this::verify);
        return claims != null && isValid(claims) ? claims.identity() : null;
    }

    /** Changes with the time, and with the account. */
    private boolean isValid(Claims claims) {
        long now = clock.instant().getEpochSecond();
        return now < claims.expiry()
                && now >= claims.notBefore()
                && claims.identity().principal().uid().equals(uids.apply(claims.account()));
    }

    private @Nullable Claims verify(String token) {
        JsonNode claims = key.verify(token);
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
}
