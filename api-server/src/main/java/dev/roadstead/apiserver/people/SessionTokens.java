package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.BearerTokens;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authn.Remembered;
import dev.roadstead.apiserver.authn.SigningKey;
import dev.roadstead.apiserver.authz.Tenant;
import dev.roadstead.apiserver.watch.CachedObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens of Sessions: JWTs that say which Session they are of, for a few minutes. Everything else is read from the
 * Session and its User on every request; without both in the watch cache a token is worth nothing. Thread-safe.
 */
public final class SessionTokens implements BearerTokens {
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final String TYPE = "session";
    /** By so much the clock of the server that issued a token may be ahead. */
    private static final int CLOCK_SKEW_SECONDS = 60;

    private final SessionKeys keys;
    private final PeopleObjects objects;
    private final People people;
    private final InstantSource clock;
    private final Views<SessionView> sessions = new Views<>(SessionView::of);
    private volatile Verified verified = new Verified(SessionKeyRing.empty(), new Remembered<>());

    /** What tokens with a right signature say; a ring that changed may have lost the key of one. */
    private record Verified(SessionKeyRing ring, Remembered<Claims> claims) {}

    /** Times are in seconds since 1970. */
    private record Claims(long notBefore, long expiry, String user, String session, String sessionUid) {}

    public SessionTokens(SessionKeys keys, PeopleObjects objects, People people, InstantSource clock) {
        this.keys = keys;
        this.objects = objects;
        this.people = people;
        this.clock = clock;
    }

    /** A token of a Session, valid for {@link #LIFE}. */
    String issue(SessionView session) {
        long now = clock.instant().getEpochSecond();
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("iss", SERVER).put("sub", session.user()).put("typ", TYPE);
        claims.putArray("aud").add(SERVER);
        claims.put("sid", session.name()).put("uid", session.uid());
        claims.put("iat", now).put("nbf", now).put("exp", now + LIFE.toSeconds());
        return keys.signing().sign(claims);
    }

    @Override
    public @Nullable Identity find(String token) {
        Claims claims = remembered().get(token, this::verify);
        long now = clock.instant().getEpochSecond();
        return claims == null || now >= claims.expiry() || now < claims.notBefore() ? null : identity(claims);
    }

    @Override
    public @Nullable Identity findOpen(String token) {
        Claims claims = remembered().get(token, this::verify);
        return claims == null ? null : identity(claims);
    }

    private @Nullable Identity identity(Claims claims) {
        CachedObject stored = objects.cached(objects.kinds().session(claims.user(), claims.session()));
        SessionView session = stored == null ? null : sessions.of(stored);
        if (session == null || !session.uid().equals(claims.sessionUid()) || !isAlive(session)) {
            return null;
        }
        return new Identity(principal(session), Set.of(SERVER));
    }

    /** Whether a Session counts at this moment. */
    boolean isAlive(SessionView session) {
        return clock.instant().isBefore(session.expiresAt()) && people.counts(session.user(), session.userUid());
    }

    private static Principal principal(SessionView session) {
        Map<String, List<String>> extra = new HashMap<>();
        extra.put(SignedIn.SESSION, List.of(session.name()));
        extra.put(SignedIn.AUTHENTICATED_AT, List.of(session.authenticatedAt().toString()));
        if (session.mfa()) {
            extra.put(SignedIn.MFA, List.of("true"));
        }
        Set<String> groups = session.mfa() ? Set.of(Tenant.MFA_GROUP + session.user()) : Set.of();
        return new Principal(session.user(), session.userUid(), groups, extra);
    }

    private Remembered<Claims> remembered() {
        Verified current = verified;
        SessionKeyRing ring = keys.ring();
        if (current.ring() != ring) {
            current = new Verified(ring, new Remembered<>());
            verified = current;
        }
        return current.claims();
    }

    private @Nullable Claims verify(String token) {
        SigningKey key = keys.ring().verifying(SigningKey.headerOf(token));
        JsonNode claims = key == null ? null : key.verify(token);
        if (claims == null
                || !claims.path("typ").asText().equals(TYPE)
                || !claims.path("iss").asText().equals(SERVER)
                || claims.path("aud").valueStream().noneMatch(it -> it.asText().equals(SERVER))) {
            return null;
        }
        return new Claims(
                claims.path("nbf").asLong(Long.MAX_VALUE) - CLOCK_SKEW_SECONDS,
                claims.path("exp").asLong(0),
                claims.path("sub").asText(),
                claims.path("sid").asText(),
                claims.path("uid").asText());
    }
}
