package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.watch.CachedObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins, refreshes and ends Sessions. Blocks; thread-safe. */
public final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final String RESOURCE = "sessions." + PeopleKinds.GROUP;
    private static final Duration LIFE = Duration.ofDays(30);
    private static final Duration IDLE = Duration.ofDays(7);
    /** Of one User; another sign-in ends the one that was used longest ago. */
    private static final int MAX = 64;

    private static final int MAX_ATTEMPTS = 8;
    private static final int NAME_BYTES = 10;
    private static final int MAX_USER_AGENT = 512;

    private final PeopleObjects objects;
    private final People people;
    private final Homes homes;
    private final SessionTokens tokens;
    private final InstantSource clock;
    private final SecureRandom random;

    public Sessions(
            PeopleObjects objects,
            People people,
            Homes homes,
            SessionTokens tokens,
            InstantSource clock,
            SecureRandom random) {
        this.objects = objects;
        this.people = people;
        this.homes = homes;
        this.tokens = tokens;
        this.clock = clock;
        this.random = random;
    }

    /**
     * How a person proved who they are.
     *
     * @param mfa whether with a second factor
     * @param provider name of the IdentityProvider that vouched; null for a password
     * @param at when; null for now
     */
    public record Proof(
            boolean mfa,
            @Nullable String provider,
            @Nullable Instant at) {
        /** Of this moment. */
        public Proof(boolean mfa, @Nullable String provider) {
            this(mfa, provider, null);
        }
    }

    /**
     * Signs a person in who has proved who they are. The sign-in's audit record is committed with its Session.
     *
     * @throws ApiException Forbidden when the person has no namespace and can have none
     */
    public IssuedTokens begin(UserView user, Proof proof, Origin origin) {
        homes.ensure(user, origin);
        makeRoom(user);
        byte[] bytes = new byte[NAME_BYTES];
        random.nextBytes(bytes);
        Target target =
                objects.kinds().session(user.name(), "s" + Base32.encode(bytes).toLowerCase(Locale.ROOT));
        Instant now = now();
        ObjectNode session = PeopleObjects.blank(target);
        UserSecrets.own(session, user);
        ObjectNode spec = session.putObject("spec");
        spec.put("user", user.name()).put("userUid", user.uid());
        spec.put("authenticatedAt", (proof.at() == null ? now : proof.at()).toString())
                .put("expiresAt", now.plus(LIFE).toString());
        spec.put("mfa", proof.mfa()).put("address", origin.address());
        if (proof.provider() != null) {
            spec.put("provider", proof.provider());
        }
        spec.put("userAgent", printable(origin.userAgent()));
        ObjectNode created = objects.create(target, session, origin.as(user.name()));
        return give(target, created, RefreshToken.first(user.name(), target.name(), random));
    }

    /**
     * New tokens for a refresh token, which is worth nothing afterwards. One that was replaced before was stolen, or the
     * one that replaced it was: the Session ends.
     *
     * @throws ApiException Unauthorized when the token is of no Session that lives
     */
    public IssuedTokens refresh(String refreshToken, Origin origin) {
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
            end(target, origin.as(session.user()));
        }
        throw ended();
    }

    private boolean isAlive(SessionView session) {
        return tokens.isAlive(session) && session.lastUsed().plus(IDLE).isAfter(clock.instant());
    }

    /** Writes the digest of a new refresh token into this very state of the Session. */
    private IssuedTokens give(Target target, ObjectNode stored, RefreshToken refresh) {
        SessionView session = SessionView.of(stored);
        Instant now = now();
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

    /** Ends one Session; nothing happens when it has ended before. */
    public void end(SignedIn signedIn, Origin origin) {
        end(objects.kinds().session(signedIn.user(), signedIn.session()), origin.as(signedIn.user()));
    }

    private void end(Target target, Caller caller) {
        objects.delete(target, "", "", caller);
    }

    /**
     * Ends every Session of a User.
     *
     * @param spared name of one that goes on; empty for none
     */
    public void endAll(String user, String spared, Origin origin) {
        for (CachedObject session : of(user)) {
            if (!session.key().name().equals(spared)) {
                end(objects.kinds().session(user, session.key().name()), origin.as(user));
            }
        }
    }

    /** As it is now; null if it has ended. */
    @Nullable
    SessionView alive(SignedIn signedIn) {
        ObjectNode found = objects.fresh(objects.kinds().session(signedIn.user(), signedIn.session()));
        SessionView view = found == null ? null : SessionView.of(found);
        return view != null && isAlive(view) ? view : null;
    }

    /** Notes that a person has proved who they are again, and whether with a second factor. */
    void reauthenticated(SignedIn signedIn, boolean mfa, Origin origin) {
        change(
                signedIn,
                origin,
                spec -> spec.put("authenticatedAt", now().toString()).put("mfa", mfa));
    }

    /** Notes that there is no second factor any more by which a person could have proved anything. */
    void withoutFactor(SignedIn signedIn, Origin origin) {
        change(signedIn, origin, spec -> spec.put("mfa", false));
    }

    private void change(SignedIn signedIn, Origin origin, Consumer<ObjectNode> change) {
        Target target = objects.kinds().session(signedIn.user(), signedIn.session());
        for (int attempt = 1; ; attempt++) {
            ObjectNode session = objects.fresh(target);
            if (session == null) {
                throw ended();
            }
            change.accept(session.withObjectProperty("spec"));
            try {
                objects.replace(target, session, origin.as(signedIn.user()));
                return;
            } catch (ApiException e) {
                if (!(e.fault() instanceof ApiFault.Conflict) || attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Whether a User has a Session from an address: who comes from there is no stranger. */
    boolean isKnown(String user, String address) {
        return of(user).stream()
                .anyMatch(session ->
                        SessionView.of(PeopleObjects.decode(session)).address().equals(address));
    }

    /** Deletes what has ended by itself. */
    void sweep() {
        for (UserView user : people.all()) {
            for (CachedObject stored : of(user.name())) {
                SessionView session = SessionView.of(PeopleObjects.decode(stored));
                boolean complete = !session.refreshSha256().isEmpty();
                boolean over = !clock.instant().isBefore(session.expiresAt());
                if (over || (complete && !isAlive(session) && !user.disabled())) {
                    objects.delete(
                            objects.kinds().session(user.name(), session.name()),
                            stored.uid(),
                            Long.toString(stored.revision()),
                            Origin.server());
                }
            }
        }
    }

    private void makeRoom(UserView user) {
        List<CachedObject> present = of(user.name());
        if (present.size() >= MAX) {
            present.stream()
                    .map(session -> SessionView.of(PeopleObjects.decode(session)))
                    .sorted(Comparator.comparing(SessionView::lastUsed))
                    .limit(present.size() - MAX + 1L)
                    .forEach(oldest -> end(objects.kinds().session(user.name(), oldest.name()), Origin.server()));
        }
    }

    private List<CachedObject> of(String user) {
        return objects.cached(RESOURCE, PeopleKinds.namespaceOf(user));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static String printable(String userAgent) {
        String shown = userAgent.length() > MAX_USER_AGENT ? userAgent.substring(0, MAX_USER_AGENT) : userAgent;
        return shown.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static ApiException ended() {
        return new ApiException(new ApiFault.Unauthorized(
                "this refresh token is not valid: the session has ended, or the token was used before; sign in again"));
    }
}
