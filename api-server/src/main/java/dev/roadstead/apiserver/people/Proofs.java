package dev.roadstead.apiserver.people;

import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes what people prove themselves with. Wrong proofs are Unauthorized with one sentence for all reasons, after the same
 * work; too many tries are TooManyRequests. Blocks; thread-safe.
 */
public final class Proofs {
    /** {@code reason} of the causes when a password was right and a second factor is missing; the fields say which. */
    public static final String MFA_REQUIRED = "MfaRequired";

    private static final String REFUSED =
            "the name or the password is wrong, a code or passkey does not fit, or the account is disabled";
    /** Asked for when there is no such User, so that it takes as long. */
    private static final UserView NOBODY = new UserView("-", "-", "", true, false, false);

    private final People people;
    private final UserSecrets secrets;
    private final PasswordHasher hasher;
    private final SecondFactor factor;
    private final SignInGate gate;
    private final SignInAudit audit;
    private final InstantSource clock;

    public Proofs(
            People people,
            UserSecrets secrets,
            PasswordHasher hasher,
            SecondFactor factor,
            SignInGate gate,
            SignInAudit audit,
            InstantSource clock) {
        this.people = people;
        this.secrets = secrets;
        this.hasher = hasher;
        this.factor = factor;
        this.gate = gate;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Who proved it.
     *
     * @param mfa whether a second factor was part of that
     */
    record Proved(UserView user, boolean mfa) {}

    /**
     * Takes a password and, where there is one, a second factor.
     *
     * @param user null for nobody
     * @param account what the tries are counted for
     */
    Proved prove(@Nullable UserView user, String account, String password, SecondProof second, Origin origin)
            throws InterruptedException {
        SignInGate.Try attempt = password(user, account, password, origin);
        if (user == null) {
            throw refused(null, origin); // no password is right for nobody
        }
        UserSecret stored = secrets.read(user);
        boolean mfa = false;
        if (stored.hasFactor()) {
            if (second.isAbsent()) {
                attempt.succeeded();
                throw missing(stored);
            }
            mfa = second(user, second, origin);
        }
        attempt.succeeded();
        return new Proved(user, mfa);
    }

    private static ApiException missing(UserSecret stored) {
        List<Cause> causes =
                new ArrayList<>(List.of(new Cause(MFA_REQUIRED, "a code of the second factor is needed", "code")));
        if (!stored.passkeys().isEmpty()) {
            causes.add(new Cause(MFA_REQUIRED, "or a passkey", "passkey"));
        }
        return new ApiException(new ApiFault.Unauthorized(
                "a second factor is needed too: send a code of it, or a recovery code, as \"code\""
                        + (causes.size() > 1 ? ", or a passkey as \"passkey\"" : ""),
                causes));
    }

    /**
     * Takes a second factor of somebody whose password was right, or who is signed in.
     *
     * @return false when there is none to take any more
     */
    boolean second(UserView user, SecondProof second, Origin origin) {
        SignInGate.Try guess = gate.enterCode(user.name());
        SecondFactor.Shown shown = factor.accept(user, second, origin);
        if (shown == SecondFactor.Shown.REFUSED) {
            throw refused(user, origin);
        }
        guess.succeeded();
        return shown == SecondFactor.Shown.TAKEN;
    }

    /** Takes a passkey that stands for everything. */
    void passkey(UserView user, PasskeyProof proof, Origin origin) {
        SignInGate.Try attempt = gate.enterAt(user.name(), origin.address());
        if (user.disabled() || !factor.acceptAlone(user, proof, origin)) {
            throw refused(user, origin);
        }
        attempt.succeeded();
    }

    /** Takes something else that may be wrong, which a null says. */
    <T> T guess(UserView user, Origin origin, Supplier<@Nullable T> guess) {
        SignInGate.Try attempt = gate.enterAt(user.name(), origin.address());
        T right = guess.get();
        if (right == null) {
            throw refused(user, origin);
        }
        attempt.succeeded();
        return right;
    }

    /** Takes a password; whether that is all is for the caller to say. */
    SignInGate.Try password(@Nullable UserView user, String account, String password, Origin origin)
            throws InterruptedException {
        SignInGate.Try attempt = gate.enterAt(account, origin.address());
        PasswordHash hash = secrets.read(user == null ? NOBODY : user).password();
        boolean right = hasher.matches(hash, password);
        if (user == null || user.disabled() || !right) {
            throw refused(user, origin);
        }
        if (hash != null && hash.isWeak()) {
            PasswordHash stronger = hasher.hash(password);
            secrets.change(
                    user,
                    origin,
                    stored -> stored.password() != null && stored.password().isWeak()
                            ? stored.withPassword(stronger)
                            : null);
        }
        return attempt;
    }

    /** The User of a Session. */
    UserView user(SignedIn signedIn) {
        UserView user = people.named(signedIn.user());
        if (user == null) {
            throw new ApiException(new ApiFault.Unauthorized(REFUSED));
        }
        return user;
    }

    /**
     * The User of a Session, who has proved who they are just now, by a second factor if there is one.
     *
     * @throws ApiException Forbidden
     */
    UserView justProved(Caller caller) {
        UserView user = user(SignedIn.require(caller));
        SignedIn.requireRecent(caller, clock.instant());
        // Not the User's status, which is written after it.
        if (secrets.read(user).hasFactor()) {
            SignedIn.requireMfa(caller);
        }
        return user;
    }

    /** Says so, and has it recorded. */
    ApiException refused(@Nullable UserView user, Origin origin) {
        audit.refusedSignIn(user, origin);
        return new ApiException(new ApiFault.Unauthorized(REFUSED));
    }
}
