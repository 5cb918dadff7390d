package dev.roadstead.apiserver.authn;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows a fixed set of bearer tokens, by their SHA-256 only. Immutable and thread-safe. */
public final class TokenAuthenticator {
    private static final String SCHEME = "bearer ";

    private final List<Entry> entries;

    @SuppressWarnings("ArrayRecordComponent") // compared with MessageDigest.isEqual only
    private record Entry(byte[] sha256, Principal principal) {}

    /** Takes the tokens in clear; they are not kept. */
    public TokenAuthenticator(Map<String, Principal> principals) {
        this.entries = principals.entrySet().stream()
                .map(entry -> new Entry(sha256(entry.getKey()), entry.getValue()))
                .toList();
    }

    /**
     * Finds who sent a request.
     *
     * @param authorization the {@code Authorization} header; null when the request has none
     * @return the principal, {@link Principal#ANONYMOUS} without a header, or null when the credentials are wrong
     */
    public @Nullable Principal authenticate(@Nullable String authorization) {
        if (authorization == null) {
            return Principal.ANONYMOUS;
        }
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return null;
        }
        byte[] presented = sha256(authorization.substring(SCHEME.length()).strip());
        Principal found = null;
        for (Entry entry : entries) { // all of them: the time taken must not tell which one came close
            if (MessageDigest.isEqual(entry.sha256(), presented)) {
                found = entry.principal();
            }
        }
        return found;
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
