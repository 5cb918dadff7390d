package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.watch.CachedObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * Sign-in of a terminal by a browser elsewhere (RFC 8628). What is asked for lies in a Secret of {@code roadstead-system},
 * so that any server can answer, by the digest of the device's code. Blocks; thread-safe.
 */
public final class DeviceGrants {
    public static final Duration LIFE = Duration.ofMinutes(10);

    private static final String PREFIX = "device.";
    /** Without vowels, so that no words come of it, and without what is taken for another (RFC 8628, 6.1). */
    private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";

    private static final int CODE_CHARACTERS = 8;
    private static final int MAX_OPEN = 1000;
    /** Of one address, so that nobody keeps the others out. */
    private static final int MAX_OPEN_OF_ONE = 20;

    private static final int NAME_CHARACTERS = 32;

    private final PeopleObjects objects;
    private final People people;
    private final Sessions sessions;
    private final SignInGate gate;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Views<DeviceGrant> views = new Views<>(DeviceGrant::of);

    public DeviceGrants(
            PeopleObjects objects,
            People people,
            Sessions sessions,
            SignInGate gate,
            InstantSource clock,
            SecureRandom random) {
        this.objects = objects;
        this.people = people;
        this.sessions = sessions;
        this.gate = gate;
        this.clock = clock;
        this.random = random;
    }

    /** What the terminal is told. */
    public record Begun(String deviceCode, String userCode) {
        /** Never shows the device's own code. */
        @Override
        public String toString() {
            return "Begun[" + userCode + "]";
        }
    }

    /** Where a request stands. */
    public sealed interface Answer {
        /** Nobody has decided. */
        record Pending() implements Answer {}

        /** Somebody refused. */
        record Denied() implements Answer {}

        /** It is over, was used, or never was. */
        record Expired() implements Answer {}

        /** Somebody confirmed. */
        record Granted(IssuedTokens tokens) implements Answer {}
    }

    /**
     * Begins.
     *
     * @throws ApiException TooManyRequests
     */
    public Begun begin(Origin origin) {
        gate.enterFrom(origin.address());
        List<DeviceGrant> open = open();
        open.stream()
                .filter(this::isOver)
                .forEach(grant -> objects.delete(target(grant), grant.uid(), "", Origin.server()));
        String network = SignInGate.network(origin.address());
        long own = open.stream()
                .filter(grant -> !isOver(grant) && grant.network().equals(network))
                .count();
        if (open.size() >= MAX_OPEN || own >= MAX_OPEN_OF_ONE) {
            throw new ApiException(new ApiFault.TooManyRequests(
                    "too many terminals wait for a browser; try again in a minute", Duration.ofMinutes(1)));
        }
        OpaqueToken token = OpaqueToken.make("rsd_", random);
        String userCode = userCode();
        Target target = target(token.text());
        ObjectNode secret = PeopleObjects.blank(target);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        DeviceGrant.begin(secret, userCode, network, now.plus(LIFE));
        objects.create(target, secret, Origin.routine());
        return new Begun(token.text(), userCode);
    }

    /**
     * Decides what a terminal asked for.
     *
     * @param typed the code as a person typed it
     * @throws ApiException NotFound when no terminal waits with this code; Unauthorized when the Session has ended
     */
    public void decide(SignedIn signedIn, String typed, boolean allow, Origin origin) {
        gate.enterAt(signedIn.user(), origin.address());
        SessionView session = sessions.require(signedIn);
        String code = typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
        Target target = open().stream()
                .filter(grant -> !isOver(grant) && grant.decision().isEmpty() && grant.hasCode(code))
                .map(this::target)
                .findFirst()
                .orElseThrow(() -> noSuchCode(code));
        CachedObject found = objects.cached(target);
        if (found == null) {
            throw noSuchCode(code);
        }
        ObjectNode secret = PeopleObjects.decode(found);
        DeviceGrant.decide(secret, session, allow);
        objects.replace(target, secret, origin.as(signedIn.user()));
    }

    private static ApiException noSuchCode(String code) {
        return new ApiException(new ApiFault.NotFound(
                new ApiFault.Subject(PeopleKinds.GROUP, "device codes", code),
                "no terminal waits with the code \"" + code + "\"; a code counts once and for " + LIFE.toMinutes()
                        + " minutes: compare it, or run roadstead login again"));
    }

    /** Where the request of a device stands; tokens are given once. */
    public Answer redeem(String deviceCode, Origin origin) {
        Target target = target(deviceCode);
        CachedObject found = objects.cached(target);
        DeviceGrant grant = found == null ? null : views.of(found);
        if (found == null || grant == null || isOver(grant)) {
            return new Answer.Expired();
        }
        return switch (grant.decision()) {
            case "" -> new Answer.Pending();
            case DeviceGrant.ALLOWED -> granted(target, grant, PeopleObjects.decode(found), origin);
            default -> new Answer.Denied();
        };
    }

    private Answer granted(Target target, DeviceGrant grant, ObjectNode state, Origin origin) {
        UserView user = people.named(grant.by().user());
        SessionView session = sessions.alive(grant.by());
        if (user == null
                || session == null
                || !session.uid().equals(grant.sessionUid())
                || !objects.delete(target, state, Origin.server())) {
            return new Answer.Expired();
        }
        // It is no newer proof than that of the Session which confirmed it.
        Sessions.Proof proof = new Sessions.Proof(session.mfa(), null, session.authenticatedAt());
        return new Answer.Granted(sessions.begin(user, proof, origin));
    }

    private List<DeviceGrant> open() {
        return objects.cached("secrets", PeopleKinds.SYSTEM_NAMESPACE).stream()
                .filter(secret -> secret.key().name().startsWith(PREFIX))
                .map(views::of)
                .toList();
    }

    private boolean isOver(DeviceGrant grant) {
        return !clock.instant().isBefore(grant.expiresAt());
    }

    private Target target(DeviceGrant grant) {
        return objects.kinds().systemSecret(grant.name());
    }

    private Target target(String deviceCode) {
        return objects.kinds()
                .systemSecret(PREFIX + OpaqueToken.sha256(deviceCode).substring(0, NAME_CHARACTERS));
    }

    private String userCode() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < CODE_CHARACTERS; i++) {
            code.append(i == CODE_CHARACTERS / 2 ? "-" : "").append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }
}
