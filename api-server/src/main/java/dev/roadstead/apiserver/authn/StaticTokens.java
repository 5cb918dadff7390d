package dev.roadstead.apiserver.authn;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A fixed set of bearer tokens, known by their SHA-256 only. Immutable and thread-safe. */
public final class StaticTokens implements BearerTokens {
    /** A lookup by digest tells nothing about the tokens by its time: nobody can steer the digest of a guess. */
    private final Map<ByteBuffer, Identity> byDigest;

    /** Takes the tokens in clear; they are not kept. */
    public StaticTokens(Map<String, Principal> principals) {
        this.byDigest = principals.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> sha256(entry.getKey()), entry -> new Identity(entry.getValue(), Set.of(SERVER))));
    }

    @Override
    public @Nullable Identity find(String token) {
        return byDigest.get(sha256(token));
    }

    private static ByteBuffer sha256(String token) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
