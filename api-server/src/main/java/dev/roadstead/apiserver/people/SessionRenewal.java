package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.registry.Target;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the tokens of Sessions, and new ones for refresh tokens. Blocks; thread-safe. */
public final class SessionRenewal {
    private static final Logger LOG = LoggerFactory.getLogger(SessionRenewal.class);
    private static final Duration IDLE = Duration.ofDays(7);

    private final PeopleObjects objects;
    private final SessionTokens tokens;
    private final InstantSource clock;
    private final SecureRandom random;

    public SessionRenewal(PeopleObjects objects, SessionTokens tokens, InstantSource clock, SecureRandom random) {
        this.objects = objects;
        this.tokens = tokens;
        this.clock = clock;
        this.random = random;
    }

    /** The first tokens of a Session that was just made. */
    IssuedTokens first(Target target, ObjectNode created) {
        SessionView session = SessionView.of(created);
        return give(target, created, RefreshToken.first(session.user(), session.name(), random));
    }

    /**
     * New tokens for a refresh token, which is worth nothing afterwards. One that was replaced before was stolen, or the
     * one that replaced it was: the Session ends.
     *
     * @throws ApiException Unauthorized when the token is of no Session that lives
     */
    IssuedTokens refresh(String refreshToken, Origin origin) {
        RefreshToken presented = RefreshToken.parse(refreshToken);
        if (presented == null) {
            throw ended();
        }
        Target target = objects.kinds().session(presented.user(), presented.session());
        ObjectNode stored = objects.fresh(target);
        SessionView session = stored == null ? null : SessionView.of(stored);
        if (stored == null || session == null || !session.user().equals(presented.user()) || !isAlive(session)) {
            throw ended();
        }
        String digest = presented.sha256();
        if (digest.equals(session.refreshSha256())) {
            try {
                return give(target, stored, presented.next(random));
            } catch (ApiException e) {
                if (e.fault() instanceof ApiFault.NotFound) {
                    throw ended(); // at this very moment
                }
                if (!(e.fault() instanceof ApiFault.Conflict)) {
                    throw e;
                }
                return refresh(refreshToken, origin); // somebody wrote meanwhile: perhaps with this very token
            }
        }
        if (OpaqueToken.sha256(presented.family()).equals(session.familySha256())) {
            LOG.warn("A refresh token of {} that was replaced was used again; the Session ends", target.key());
            objects.delete(target, "", "", origin.as(session.user()));
        }
        throw ended();
    }

    /** Whether a Session counts, and was used lately. */
    boolean isAlive(SessionView session) {
        return tokens.isAlive(session) && session.lastUsed().plus(IDLE).isAfter(clock.instant());
    }

    /** Writes the digest of a new refresh token into this very state of the Session. */
    private IssuedTokens give(Target target, ObjectNode stored, RefreshToken refresh) {
        SessionView session = SessionView.of(stored);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        ObjectNode next = stored.deepCopy();
        ObjectNode status = next.withObjectProperty("status");
        status.put("lastUsed", now.toString())
                .put("refreshSha256", refresh.sha256())
                .put("familySha256", OpaqueToken.sha256(refresh.family()));
        objects.replaceStatus(target, next, Origin.routine());
        Duration left = Duration.between(now, session.expiresAt());
        return new IssuedTokens(
                tokens.issue(session),
                SessionTokens.LIFE,
                refresh.text(),
                left.compareTo(IDLE) < 0 ? left : IDLE,
                session.user(),
                session.name());
    }

    private static ApiException ended() {
        return new ApiException(new ApiFault.Unauthorized(
                "this refresh token is not valid: the session has ended, or the token was used before; sign in again"));
    }
}
