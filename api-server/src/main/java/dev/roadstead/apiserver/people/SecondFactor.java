package dev.roadstead.apiserver.people;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Second factors of people: codes that change with the time, passkeys, and recovery codes. Blocks; thread-safe. */
public final class SecondFactor {
    private static final Pattern TOTP_CODE = Pattern.compile("\\d{6}");
    private static final int MAX_PASSKEYS = 16;

    private final PeopleObjects objects;
    private final UserSecrets secrets;
    private final Passkeys passkeys;
    private final InstantSource clock;
    private final SecureRandom random;

    public SecondFactor(
            PeopleObjects objects, UserSecrets secrets, Passkeys passkeys, InstantSource clock, SecureRandom random) {
        this.objects = objects;
        this.secrets = secrets;
        this.passkeys = passkeys;
        this.clock = clock;
        this.random = random;
    }

    /** What an authenticator program is given; shown once. */
    public record Enrollment(String secret, String uri) {
        /** Never shows the secret. */
        @Override
        public String toString() {
            return "Enrollment[...]";
        }
    }

    /**
     * Begins with a new secret for codes, which counts when it is confirmed; one that was begun before is given up.
     *
     * @throws ApiException Conflict when there is one already
     */
    Enrollment enroll(UserView user, Origin origin) {
        byte[] secret = Totp.newSecret(random);
        secrets.change(user, origin, stored -> {
            if (stored.password() == null) {
                throw withoutPassword(user);
            }
            if (stored.totp() != null) {
                throw conflict(
                        user,
                        "there is an authenticator program already; POST /auth/mfa/totp/remove before another"
                                + " is set up");
            }
            return stored.withPending(secret);
        });
        Totp totp = new Totp(secret);
        return new Enrollment(totp.secret(), totp.uri(user.email()));
    }

    /**
     * Has codes by the new secret asked for from now on.
     *
     * @return the recovery codes, shown once; null when the code is wrong, or nothing was begun
     */
    @Nullable
    List<String> confirm(UserView user, String code, Origin origin) {
        List<String> codes = RecoveryCodes.make(random);
        List<String> digests = digests(codes);
        UserSecret confirmed = change(user, origin, stored -> {
            byte[] pending = stored.pendingTotp();
            long step =
                    pending == null ? Totp.NONE : new Totp(pending).stepOf(code, clock.instant(), stored.takenStep());
            return step == Totp.NONE ? null : stored.confirmed(step, digests);
        });
        return confirmed == null ? null : codes;
    }

    private static ApiException withoutPassword(UserView user) {
        return conflict(
                user,
                "you sign in by an identity provider, where second factors are set up too; one of ours goes with a"
                        + " password");
    }

    /** Begins to make a passkey for whoever has a Session. */
    PasskeyChallenges.Begun beginPasskey(UserView user, String session, Site site) {
        UserSecret stored = secrets.read(user);
        if (stored.password() == null) {
            throw withoutPassword(user);
        }
        if (stored.passkeys().size() >= MAX_PASSKEYS) {
            throw conflict(user, "there are " + MAX_PASSKEYS + " passkeys already; remove one before another is made");
        }
        return passkeys.beginMaking(user, stored.passkeys(), session, site);
    }

    /**
     * Keeps a passkey that a browser has made.
     *
     * @return recovery codes when it is the first second factor, shown once; null when it is not right
     */
    @Nullable
    List<String> addPasskey(UserView user, String session, String name, PasskeyProof proof, Origin origin) {
        List<String> codes = RecoveryCodes.make(random);
        List<String> digests = digests(codes);
        boolean[] first = {false};
        UserSecret added = change(user, origin, stored -> {
            first[0] = !stored.hasFactor();
            Passkeys.Made made = passkeys.make(user, stored.passkeys(), session, name, proof);
            boolean fits = made != null
                    && stored.password() != null
                    && stored.passkeys().size() < MAX_PASSKEYS
                    && made.moment() > stored.takenChallenge();
            return made == null || !fits
                    ? null
                    : stored.withPasskey(made.passkey(), made.moment(), first[0] ? digests : stored.recovery());
        });
        if (added == null) {
            return null;
        }
        return first[0] ? codes : List.of();
    }

    /** What became of something that was shown. */
    enum Shown {
        TAKEN,
        REFUSED,
        /** No second factor is asked for. */
        NOT_NEEDED
    }

    /** Takes what a person shows beside a password, once. */
    Shown accept(UserView user, SecondProof proof, Origin origin) {
        boolean[] without = {false};
        UserSecret taken = secrets.change(user, origin, stored -> {
            without[0] = !stored.hasFactor();
            if (without[0]) {
                return null;
            }
            return switch (proof) {
                case SecondProof.Code(String code) -> take(stored, code);
                case SecondProof.Passkey(PasskeyProof passkey) -> passkeys.take(user, stored, passkey, false);
            };
        });
        if (without[0]) {
            return Shown.NOT_NEEDED;
        }
        return taken == null ? Shown.REFUSED : Shown.TAKEN;
    }

    /** Takes a passkey that stands for everything, once. */
    boolean acceptAlone(UserView user, PasskeyProof proof, Origin origin) {
        return secrets.change(user, origin, stored -> passkeys.take(user, stored, proof, true)) != null;
    }

    /** What is stored after a code was taken; null when it is none that may be taken. */
    private @Nullable UserSecret take(UserSecret stored, String code) {
        byte[] secret = stored.totp();
        String typed = code.strip().replace(" ", "");
        if (secret != null && TOTP_CODE.matcher(typed).matches()) {
            long step = new Totp(secret).stepOf(typed, clock.instant(), stored.takenStep());
            return step == Totp.NONE ? null : stored.withTaken(step);
        }
        String digest = RecoveryCodes.digest(typed);
        return stored.recovery().contains(digest) ? stored.withoutRecovery(digest) : null;
    }

    /**
     * Asks for codes no more.
     *
     * @param mayBeLast whether the person may be without any second factor
     * @return whether one is left
     */
    boolean removeTotp(UserView user, boolean mayBeLast, Origin origin) {
        UserSecret left = change(user, origin, stored -> leaving(stored.withoutTotp(), mayBeLast));
        return left != null && left.hasFactor();
    }

    /**
     * As {@link #removeTotp}, for a passkey.
     *
     * @throws ApiException NotFound
     */
    boolean removePasskey(UserView user, String id, boolean mayBeLast, Origin origin) {
        UserSecret left = change(user, origin, stored -> {
            if (stored.passkeys().stream().noneMatch(it -> it.id().equals(id))) {
                throw new ApiException(new ApiFault.NotFound(new ApiFault.Subject(PeopleKinds.GROUP, "passkeys", id)));
            }
            return leaving(stored.withoutPasskey(id), mayBeLast);
        });
        return left != null && left.hasFactor();
    }

    private static UserSecret leaving(UserSecret left, boolean mayBeLast) {
        if (!left.hasFactor() && !mayBeLast) {
            throw new ApiException(new ApiFault.Forbidden(
                    ApiFault.Subject.NONE,
                    "an Organization that you are in wants a second factor, so your last cannot be removed; set up"
                            + " another, or leave it first",
                    List.of()));
        }
        return left;
    }

    /** New recovery codes instead of those before; shown once. */
    List<String> renewRecovery(UserView user, Origin origin) {
        List<String> codes = RecoveryCodes.make(random);
        List<String> digests = digests(codes);
        secrets.change(user, origin, stored -> stored.withRecovery(digests));
        return codes;
    }

    private static List<String> digests(List<String> codes) {
        return codes.stream().map(RecoveryCodes::digest).toList();
    }

    /** Changes what is stored, and what the User says about it. */
    private @Nullable UserSecret change(
            UserView user, Origin origin, Function<UserSecret, @Nullable UserSecret> change) {
        UserSecret changed = secrets.change(user, origin, change);
        if (changed != null) {
            Statuses.change(
                    objects,
                    objects.kinds().user(user.name()),
                    origin.as(user.name()),
                    status -> status.put("mfa", changed.hasFactor()));
        }
        return changed;
    }

    private static ApiException conflict(UserView user, String message) {
        return new ApiException(
                new ApiFault.Conflict(new ApiFault.Subject(PeopleKinds.GROUP, "users", user.name()), message));
    }
}
