package dev.roadstead.apiserver.people;

import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What people do about their own second factors. All of it needs a proof of who they are from the last minutes, with the
 * second factor that there is. Blocks; thread-safe; refuses as {@link Proofs}.
 */
public final class OwnFactors {
    private static final Pattern NAME = Pattern.compile("\\S(.{0,62}\\S)?");

    private final UserSecrets secrets;
    private final Proofs proofs;
    private final SecondFactor factor;
    private final Sessions sessions;

    public OwnFactors(UserSecrets secrets, Proofs proofs, SecondFactor factor, Sessions sessions) {
        this.secrets = secrets;
        this.proofs = proofs;
        this.factor = factor;
        this.sessions = sessions;
    }

    /**
     * What a person signs in with. Nothing of it is secret.
     *
     * @param password whether there is one
     * @param required whether an Organization wants a second factor
     * @param totp whether codes of an authenticator program are asked for
     * @param recoveryCodes how many are left
     */
    public record Present(
            String email, boolean password, boolean required, boolean totp, int recoveryCodes, List<Passkey> passkeys) {
        public Present {
            passkeys = List.copyOf(passkeys);
        }
    }

    /** What there is now. */
    public Present present(SignedIn signedIn) {
        UserView user = proofs.user(signedIn);
        UserSecret stored = secrets.read(user);
        return new Present(
                user.email(),
                stored.password() != null,
                user.mfaRequired(),
                stored.totp() != null,
                stored.recovery().size(),
                stored.passkeys());
    }

    /** Begins to set up codes of an authenticator program. */
    public SecondFactor.Enrollment enroll(Caller caller, Origin origin) {
        return factor.enroll(proofs.justProved(caller), origin);
    }

    /** Has codes asked for from now on; gives recovery codes. */
    public List<String> confirm(Caller caller, String code, Origin origin) {
        UserView user = proofs.justProved(caller);
        List<String> codes = proofs.guess(user, origin, () -> factor.confirm(user, code, origin));
        sessions.reauthenticated(SignedIn.require(caller), true, origin);
        return codes;
    }

    /** Begins to make a passkey. */
    public PasskeyChallenges.Begun beginPasskey(Caller caller, Site site, Origin origin) {
        return factor.beginPasskey(
                proofs.justProved(caller), SignedIn.require(caller).session(), site);
    }

    /**
     * Keeps a passkey that a browser has made; gives recovery codes with the first second factor.
     *
     * @throws ApiException Invalid name
     */
    public List<String> addPasskey(Caller caller, String name, PasskeyProof made, Origin origin) {
        UserView user = proofs.justProved(caller);
        SignedIn signedIn = SignedIn.require(caller);
        if (!NAME.matcher(name).matches()) {
            throw NewUsers.invalid(
                    user.name(),
                    List.of(new Cause(
                            "FieldValueInvalid", "Invalid value: must have 1 to 64 characters on one line", "name")));
        }
        List<String> codes = factor.addPasskey(user, signedIn.session(), name, made, origin);
        if (codes == null) {
            throw new ApiException(new ApiFault.BadRequest("the passkey was not made for this page in the last "
                    + PasskeyChallenges.LIFE.toMinutes() + " minutes, or is kept already; begin again"));
        }
        sessions.reauthenticated(signedIn, true, origin);
        return codes;
    }

    /** Asks for codes of an authenticator program no more. */
    public void removeTotp(Caller caller, String password, SecondProof second, Origin origin)
            throws InterruptedException {
        SignedIn signedIn = SignedIn.require(caller);
        UserView user = proofs.user(signedIn);
        proofs.prove(user, user.name(), password, second, origin);
        removed(signedIn, origin, factor.removeTotp(user, mayBeLast(signedIn), origin));
    }

    /** Removes a passkey. */
    public void removePasskey(Caller caller, String id, Origin origin) {
        UserView user = proofs.justProved(caller);
        SignedIn signedIn = SignedIn.require(caller);
        removed(signedIn, origin, factor.removePasskey(user, id, mayBeLast(signedIn), origin));
    }

    /** As it is now: the proof was compared with what is stored now. */
    private boolean mayBeLast(SignedIn signedIn) {
        return !proofs.user(signedIn).mfaRequired();
    }

    /** What was done by a factor that is gone goes on nowhere else, and does not count as done by one if it was the last. */
    private void removed(SignedIn signedIn, Origin origin, boolean anotherIsLeft) {
        sessions.endAll(signedIn.user(), signedIn.session(), origin);
        if (!anotherIsLeft) {
            sessions.withoutFactor(signedIn, origin);
        }
    }

    /** New recovery codes instead of those before. */
    public List<String> renewRecovery(Caller caller, SecondProof second, Origin origin) {
        UserView user = proofs.justProved(caller);
        if (!user.mfa()) {
            throw new ApiException(new ApiFault.Conflict(
                    new ApiFault.Subject(PeopleKinds.GROUP, "users", user.name()),
                    "there is no second factor, so there is nothing to recover; POST /auth/mfa/totp sets one up"));
        }
        if (!second.isAbsent()) {
            proofs.second(user, second, origin);
        }
        return factor.renewRecovery(user, origin);
    }
}
