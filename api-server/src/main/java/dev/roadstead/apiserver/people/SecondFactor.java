package dev.roadstead.apiserver.people;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Second factors of people: codes that change with the time, and recovery codes. Blocks; thread-safe. */
public final class SecondFactor {
    private static final Pattern TOTP_CODE = Pattern.compile("\\d{6}");

    private final PeopleObjects objects;
    private final UserSecrets secrets;
    private final InstantSource clock;
    private final SecureRandom random;

    public SecondFactor(PeopleObjects objects, UserSecrets secrets, InstantSource clock, SecureRandom random) {
        this.objects = objects;
        this.secrets = secrets;
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
     * Begins with a new factor, which counts when it is confirmed; one that was begun before is given up.
     *
     * @throws ApiException Conflict when there is one already
     */
    Enrollment enroll(UserView user, Origin origin) {
        byte[] secret = Totp.newSecret(random);
        secrets.change(user, origin, stored -> {
            if (stored.totp() != null) {
                throw new ApiException(new ApiFault.Conflict(
                        new ApiFault.Subject(PeopleKinds.GROUP, "users", user.name()),
                        "there is a second factor already; POST /auth/mfa/totp/remove before another is set up"));
            }
            return stored.withPending(secret);
        });
        Totp totp = new Totp(secret);
        return new Enrollment(totp.secret(), totp.uri(user.email()));
    }

    /**
     * Has the new factor asked for from now on.
     *
     * @return the recovery codes, shown once; null when the code is wrong, or nothing was begun
     */
    @Nullable
    List<String> confirm(UserView user, String code, Origin origin) {
        List<String> codes = RecoveryCodes.make(random);
        List<String> digests = digests(codes);
        UserSecret confirmed = secrets.change(user, origin, stored -> {
            byte[] pending = stored.pendingTotp();
            long step =
                    pending == null ? Totp.NONE : new Totp(pending).stepOf(code, clock.instant(), stored.takenStep());
            return step == Totp.NONE ? null : stored.confirmed(step, digests);
        });
        if (confirmed == null) {
            return null;
        }
        setStatus(user, true, origin);
        return codes;
    }

    /** Takes a code, once; true also when no second factor is asked for. */
    boolean accept(UserView user, String code, Origin origin) {
        boolean[] without = {false};
        UserSecret taken = secrets.change(user, origin, stored -> {
            without[0] = stored.totp() == null;
            return without[0] ? null : take(stored, code);
        });
        return without[0] || taken != null;
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

    /** Asks for a second factor no more. The caller has seen to it that the person may want that. */
    void remove(UserView user, Origin origin) {
        secrets.change(user, origin, UserSecret::withoutFactor);
        setStatus(user, false, origin);
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

    private void setStatus(UserView user, boolean mfa, Origin origin) {
        Statuses.change(
                objects, objects.kinds().user(user.name()), origin.as(user.name()), status -> status.put("mfa", mfa));
    }
}
