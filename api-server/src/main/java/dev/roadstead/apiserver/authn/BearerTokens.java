package dev.roadstead.apiserver.authn;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows some bearer tokens. Thread-safe. */
@FunctionalInterface
public interface BearerTokens {
    /** Who accepts the tokens that are made for this server; also the issuer of those that it makes. */
    String SERVER = "roadstead";

    /**
     * Whose a token is.
     *
     * @param audiences for whom it is meant
     */
    record Identity(Principal principal, Set<String> audiences) {
        public Identity {
            audiences = Set.copyOf(audiences);
        }
    }

    /** Null if the token is not known, or not valid now. */
    @Nullable
    Identity find(String token);

    /**
     * As {@link #find}, for a request that came with the token while it was valid and goes on: where a token is renewed all
     * the time, its own end is not the end of what it stands for.
     */
    default @Nullable Identity findOpen(String token) {
        return find(token);
    }
}
