package dev.roadstead.apiserver.authn;

import dev.roadstead.apiserver.digest.Sha256;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A fixed set of bearer tokens, known by their SHA-256 only. Immutable and thread-safe. */
public final class StaticTokens implements BearerTokens {
    /** A lookup by digest tells nothing about the tokens by its time: nobody can steer the digest of a guess. */
    private final Map<ByteBuffer, Identity> byDigest;

    /** Tokens of other lengths are none of these; those of accounts are long, and come with most requests. */
    private final Set<Integer> lengths;

    /** Takes the tokens in clear; they are not kept. */
    public StaticTokens(Map<String, Principal> principals) {
        this.byDigest = principals.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> digest(entry.getKey()), entry -> new Identity(entry.getValue(), Set.of(SERVER))));
        this.lengths = principals.keySet().stream().map(String::length).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public @Nullable Identity find(String token) {
        return lengths.contains(token.length()) ? byDigest.get(digest(token)) : null;
    }

    private static ByteBuffer digest(String token) {
        return ByteBuffer.wrap(Sha256.of(token));
    }
}
