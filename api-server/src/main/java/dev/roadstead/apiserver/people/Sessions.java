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

/** Begins and ends Sessions, and notes new proofs in them. Blocks; thread-safe. */
public final class Sessions {
    private static final String RESOURCE = "sessions." + PeopleKinds.GROUP;
    private static final Duration LIFE = Duration.ofDays(30);
    /** Of one User; another sign-in ends the one that was used longest ago. */
    private static final int MAX = 64;

    private static final int NAME_BYTES = 10;
    private static final int MAX_USER_AGENT = 512;

    private final PeopleObjects objects;
    private final People people;
    private final Homes homes;
    private final SessionRenewal renewal;
    private final InstantSource clock;
    private final SecureRandom random;

    public Sessions(
            PeopleObjects objects,
            People people,
            Homes homes,
            SessionRenewal renewal,
            InstantSource clock,
            SecureRandom random) {
        this.objects = objects;
        this.people = people;
        this.homes = homes;
        this.renewal = renewal;
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
        IssuedTokens tokens = renewal.first(target, created);
        endOldest(user, target.name());
        return tokens;
    }

    /** As {@link SessionRenewal#refresh}. */
    public IssuedTokens refresh(String refreshToken, Origin origin) {
        return renewal.refresh(refreshToken, origin);
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
        return view != null && renewal.isAlive(view) ? view : null;
    }

    /**
     * As it is now.
     *
     * @throws ApiException Unauthorized if it has ended
     */
    SessionView require(SignedIn signedIn) {
        SessionView session = alive(signedIn);
        if (session == null) {
            throw over();
        }
        return session;
    }

    private static ApiException over() {
        return new ApiException(new ApiFault.Unauthorized("the sign-in has ended; sign in again"));
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
        objects.change(target, origin.as(signedIn.user()), session -> {
            if (session == null) {
                throw over();
            }
            change.accept(session.withObjectProperty("spec"));
            return session;
        });
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
                if (over || (complete && !renewal.isAlive(session) && !user.disabled())) {
                    objects.delete(
                            objects.kinds().session(user.name(), session.name()),
                            stored.uid(),
                            Long.toString(stored.revision()),
                            Origin.server());
                }
            }
        }
    }

    /** Once the new one is there: a sign-in that fails ends no other. */
    private void endOldest(UserView user, String begun) {
        List<CachedObject> present = of(user.name());
        if (present.size() > MAX) {
            present.stream()
                    .filter(session -> !session.key().name().equals(begun)) // clocks of servers differ
                    .map(session -> SessionView.of(PeopleObjects.decode(session)))
                    .sorted(Comparator.comparing(SessionView::lastUsed))
                    .limit((long) present.size() - MAX)
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
}
