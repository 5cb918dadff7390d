package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.SigningKey;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What a server tells whichever server a browser comes back to, carried by the browser: signed, for one purpose and some
 * minutes. So nothing is written for strangers who begin a sign-in and never end it. Thread-safe.
 */
public final class Notes {
    private static final String TYPE = "typ";
    private static final String EXPIRY = "exp";

    private final SessionKeys keys;
    private final InstantSource clock;

    public Notes(SessionKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Signs a note.
     *
     * @param purpose no other is read from it; nor is it a token of a Session, which has a type of its own
     */
    String write(String purpose, ObjectNode claims, Duration life) {
        ObjectNode all = claims.deepCopy().put(TYPE, purpose);
        return keys.signing().sign(all.put(EXPIRY, clock.instant().plus(life).getEpochSecond()));
    }

    /** What a note says; null when it is none of this purpose, or is too old. */
    @Nullable
    JsonNode read(String purpose, String note) {
        SigningKey key = keys.ring().verifying(SigningKey.headerOf(note));
        JsonNode claims = key == null ? null : key.verify(note);
        boolean counts = claims != null
                && claims.path(TYPE).asText().equals(purpose)
                && clock.instant().getEpochSecond() < claims.path(EXPIRY).asLong();
        return counts ? claims : null;
    }
}
