package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Challenges that passkeys sign: random, for one site, and bound to the browser that asked by a signed cookie. Each counts
 * once, because a User takes only challenges that were made after the one that was taken last, as with the steps of TOTP.
 * Thread-safe.
 */
public final class PasskeyChallenges {
    /** How long a person may take. */
    public static final Duration LIFE = Duration.ofMinutes(5);

    /** Of one that proves who somebody is. */
    static final String PROVE = "passkey-challenge";
    /** Of one that a new passkey is made with. */
    static final String MAKE = "passkey-registration";

    private static final int BYTES = 32;

    private final Notes notes;
    private final InstantSource clock;
    private final SecureRandom random;

    public PasskeyChallenges(Notes notes, InstantSource clock, SecureRandom random) {
        this.notes = notes;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What a browser is told.
     *
     * @param options for {@code navigator.credentials}
     * @param cookie that it has to bring back
     */
    public record Begun(ObjectNode options, String cookie) {
        /** Never shows the cookie. */
        @Override
        public String toString() {
            return "Begun[...]";
        }
    }

    /**
     * A challenge that is under way.
     *
     * @param moment when it was made, in ms since 1970
     */
    @SuppressWarnings("ArrayRecordComponent") // never modified
    record Challenge(byte[] bytes, long moment) {}

    byte[] random() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    /**
     * The cookie for a challenge.
     *
     * @param session whose Session alone may come back with it; empty for whoever signs in
     */
    String cookie(String purpose, byte[] challenge, Site site, String session) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("challenge", Base64.getEncoder().encodeToString(challenge));
        claims.put("origin", site.origin()).put("sid", session);
        claims.put("moment", clock.instant().toEpochMilli());
        return notes.write(purpose, claims, LIFE);
    }

    /** The challenge in a cookie; null when it is too old, or was made for something else. */
    @Nullable
    Challenge read(String purpose, String cookie, Site site, String session) {
        JsonNode claims = notes.read(purpose, cookie);
        boolean fits = claims != null
                && claims.path("origin").asText().equals(site.origin())
                && claims.path("sid").asText().equals(session);
        return claims == null || !fits
                ? null
                : new Challenge(
                        Base64.getDecoder().decode(claims.path("challenge").asText()),
                        claims.path("moment").asLong());
    }
}
