package dev.roadstead.apiserver.people;

import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.registry.Target;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sign-in by password, and what people do about their own accounts. Blocks; thread-safe. Wrong proofs are Unauthorized with
 * one sentence for all reasons, after the same work; too many tries are TooManyRequests.
 */
public final class Accounts {
    /** {@code reason} of the cause when a password was right and a code is missing. */
    public static final String MFA_REQUIRED = "MfaRequired";

    private static final String REFUSED =
            "the name or the password is wrong, a code does not fit, or the account is disabled";
    /** Asked for when there is no such User, so that it takes as long. */
    private static final UserView NOBODY = new UserView("-", "-", "", true, false, false);

    private final PeopleObjects objects;
    private final People people;
    private final UserSecrets secrets;
    private final PasswordHasher hasher;
    private final SecondFactor factor;
    private final Sessions sessions;
    private final SignInGate gate;
    private final SignInAudit audit;
    private final DeferredWrites deferred;
    private final InstantSource clock;
    private final PasswordRules rules = PasswordRules.load();

    public Accounts(
            PeopleObjects objects,
            People people,
            UserSecrets secrets,
            PasswordHasher hasher,
            SecondFactor factor,
            Sessions sessions,
            SignInGate gate,
            SignInAudit audit,
            DeferredWrites deferred,
            InstantSource clock) {
        this.objects = objects;
        this.people = people;
        this.secrets = secrets;
        this.hasher = hasher;
        this.factor = factor;
        this.sessions = sessions;
        this.gate = gate;
        this.audit = audit;
        this.deferred = deferred;
        this.clock = clock;
    }

    /**
     * Signs a person in.
     *
     * @param nameOrEmail of the User
     * @param code of the second factor; empty for none
     */
    public IssuedTokens login(String nameOrEmail, String password, String code, Origin origin)
            throws InterruptedException {
        gate.enterFrom(origin.address());
        UserView user = people.find(nameOrEmail);
        boolean mfa = prove(user, user == null ? nameOrEmail : user.name(), password, code, origin);
        UserView proved = user == null ? NOBODY : user;
        IssuedTokens tokens = sessions.begin(proved, new Sessions.Proof(mfa, null), origin);
        noteSignIn(proved);
        return tokens;
    }

    /** Notes when a person last signed in; nobody waits for it. */
    void noteSignIn(UserView user) {
        Target target = objects.kinds().user(user.name());
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        deferred.offer(
                target.key(),
                () -> Statuses.change(objects, target, Origin.routine(), status -> status.put("lastSignIn", now)));
    }

    /** Changes the password and ends all Sessions but this one. */
    public void changePassword(SignedIn signedIn, String old, String next, Origin origin) throws InterruptedException {
        UserView user = require(signedIn);
        provePassword(user, user.name(), old, origin).succeeded();
        PasswordHash hash = newPassword(next, user.name(), user.email());
        secrets.change(user, origin, stored -> stored.withPassword(hash));
        sessions.endAll(user.name(), signedIn.session(), origin);
    }

    /** Notes that the person of a Session is there now. */
    public void reauthenticate(SignedIn signedIn, String password, String code, Origin origin)
            throws InterruptedException {
        UserView user = require(signedIn);
        sessions.reauthenticated(signedIn, prove(user, user.name(), password, code, origin), origin);
    }

    /** Begins to set up a second factor. */
    public SecondFactor.Enrollment enroll(Caller caller, Origin origin) {
        SignedIn signedIn = SignedIn.require(caller);
        SignedIn.requireRecent(caller, clock.instant());
        return factor.enroll(require(signedIn), origin);
    }

    /** Has the second factor asked for from now on; gives recovery codes. */
    public List<String> confirmFactor(Caller caller, String code, Origin origin) {
        SignedIn signedIn = SignedIn.require(caller);
        SignedIn.requireRecent(caller, clock.instant());
        UserView user = require(signedIn);
        SignInGate.Try attempt = gate.enterAt(user.name(), origin.address());
        List<String> codes = factor.confirm(user, code, origin);
        if (codes == null) {
            throw refused(user, origin);
        }
        attempt.succeeded();
        sessions.reauthenticated(signedIn, true, origin);
        return codes;
    }

    /** Asks for no second factor any more. */
    public void removeFactor(Caller caller, String password, String code, Origin origin) throws InterruptedException {
        SignedIn signedIn = SignedIn.require(caller);
        UserView user = require(signedIn);
        prove(user, user.name(), password, code, origin);
        if (require(signedIn).mfaRequired()) { // as it is now: the proof was compared with what is stored now
            throw new ApiException(new ApiFault.Forbidden(
                    ApiFault.Subject.NONE,
                    "an Organization that you are in wants a second factor, so yours cannot be removed; leave it first",
                    List.of()));
        }
        factor.remove(user, origin);
        // What was done by the factor that is gone does not count as done by one any more.
        sessions.endAll(user.name(), signedIn.session(), origin);
        sessions.reauthenticated(signedIn, false, origin);
    }

    /** New recovery codes instead of those before. */
    public List<String> renewRecovery(Caller caller, String code, Origin origin) {
        SignedIn signedIn = SignedIn.require(caller);
        SignedIn.requireRecent(caller, clock.instant());
        UserView user = require(signedIn);
        if (!user.mfa()) {
            throw new ApiException(new ApiFault.Conflict(
                    new ApiFault.Subject(PeopleKinds.GROUP, "users", user.name()),
                    "there is no second factor, so there is nothing to recover; POST /auth/mfa/totp sets one up"));
        }
        SignInGate.Try attempt = gate.enterAt(user.name(), origin.address());
        if (!factor.accept(user, code, origin)) {
            throw refused(user, origin);
        }
        attempt.succeeded();
        return factor.renewRecovery(user, origin);
    }

    /**
     * The hash of a password that somebody wants.
     *
     * @throws ApiException Invalid with the rule that it breaks
     */
    PasswordHash newPassword(String password, String name, String email) throws InterruptedException {
        String refusal = rules.refusal(password, List.of(name, email));
        if (refusal != null) {
            throw new ApiException(new ApiFault.Invalid(
                    new ApiFault.Subject(PeopleKinds.GROUP, "User", name),
                    List.of(new Cause("FieldValueInvalid", "Invalid value: " + refusal, "password"))));
        }
        return hasher.hash(password);
    }

    /**
     * Takes the proofs of a person.
     *
     * @param account what the tries are counted for
     * @return whether a second factor was among them
     */
    private boolean prove(@Nullable UserView user, String account, String password, String code, Origin origin)
            throws InterruptedException {
        SignInGate.Try attempt = provePassword(user, account, password, origin);
        if (user == null) {
            throw refused(null, origin); // no password is right for nobody
        }
        boolean mfa = secrets.read(user).totp() != null;
        if (mfa && code.isBlank()) {
            attempt.succeeded();
            throw new ApiException(new ApiFault.Unauthorized(
                    "a code of your second factor is needed too: send it, or a recovery code, as \"code\"",
                    List.of(new Cause(MFA_REQUIRED, "a code of the second factor is needed", "code"))));
        }
        if (mfa) {
            SignInGate.Try guess = gate.enterCode(user.name());
            if (!factor.accept(user, code, origin)) {
                throw refused(user, origin);
            }
            guess.succeeded();
        }
        attempt.succeeded();
        return mfa;
    }

    private SignInGate.Try provePassword(@Nullable UserView user, String account, String password, Origin origin)
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

    private UserView require(SignedIn signedIn) {
        UserView user = people.named(signedIn.user());
        if (user == null) {
            throw new ApiException(new ApiFault.Unauthorized(REFUSED));
        }
        return user;
    }

    private ApiException refused(@Nullable UserView user, Origin origin) {
        audit.refusedSignIn(user, origin);
        return new ApiException(new ApiFault.Unauthorized(REFUSED));
    }
}
