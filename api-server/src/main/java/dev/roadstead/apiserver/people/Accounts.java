package dev.roadstead.apiserver.people;

import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.registry.Target;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Sign-in by password or passkey, and what people do about their passwords. Blocks; thread-safe; refuses as {@link Proofs}. */
public final class Accounts {
    private final PeopleObjects objects;
    private final People people;
    private final Organizations organizations;
    private final UserSecrets secrets;
    private final PasswordHasher hasher;
    private final Proofs proofs;
    private final Passkeys passkeys;
    private final Sessions sessions;
    private final SignInGate gate;
    private final DeferredWrites deferred;
    private final InstantSource clock;
    private final PasswordRules rules = new PasswordRules();

    public Accounts(
            PeopleObjects objects,
            People people,
            Organizations organizations,
            UserSecrets secrets,
            PasswordHasher hasher,
            Proofs proofs,
            Passkeys passkeys,
            Sessions sessions,
            SignInGate gate,
            DeferredWrites deferred,
            InstantSource clock) {
        this.objects = objects;
        this.people = people;
        this.organizations = organizations;
        this.secrets = secrets;
        this.hasher = hasher;
        this.proofs = proofs;
        this.passkeys = passkeys;
        this.sessions = sessions;
        this.gate = gate;
        this.deferred = deferred;
        this.clock = clock;
    }

    /**
     * Signs a person in.
     *
     * @param nameOrEmail of the User
     */
    public IssuedTokens login(String nameOrEmail, String password, SecondProof second, Origin origin)
            throws InterruptedException {
        gate.enterFrom(origin.address());
        UserView user = people.find(nameOrEmail);
        Proofs.Proved proved = proofs.prove(user, user == null ? nameOrEmail : user.name(), password, second, origin);
        return begin(proved.user(), proved.mfa(), origin);
    }

    /** What a browser needs to prove somebody by a passkey: whoever it is, with or without a password. */
    public PasskeyChallenges.Begun passkeyChallenge(Site site, boolean secondFactor, Origin origin) {
        gate.enterFrom(origin.address());
        return passkeys.beginProof(site, !secondFactor);
    }

    /** Signs in whom a passkey names. */
    public IssuedTokens login(PasskeyProof proof, Origin origin) {
        gate.enterFrom(origin.address());
        UserView user = people.withUid(Passkeys.claimed(proof));
        if (user == null) {
            throw proofs.refused(null, origin);
        }
        proofs.passkey(user, proof, origin);
        return begin(user, true, origin);
    }

    private IssuedTokens begin(UserView user, boolean mfa, Origin origin) {
        IssuedTokens tokens = sessions.begin(user, new Sessions.Proof(mfa, null), origin);
        noteSignIn(user);
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
        UserView user = proofs.user(signedIn);
        proofs.password(user, user.name(), old, origin).succeeded();
        List<String> words = new ArrayList<>(organizations.wordsOf(user.name()));
        words.add(user.email());
        PasswordHash hash = newPassword(next, user.name(), words);
        secrets.change(user, origin, stored -> stored.withPassword(hash));
        sessions.endAll(user.name(), signedIn.session(), origin);
    }

    /** Notes that the person of a Session is there now. */
    public void reauthenticate(SignedIn signedIn, String password, SecondProof second, Origin origin)
            throws InterruptedException {
        UserView user = proofs.user(signedIn);
        boolean mfa = proofs.prove(user, user.name(), password, second, origin).mfa();
        sessions.reauthenticated(signedIn, mfa, origin);
    }

    /** As {@link #reauthenticate(SignedIn, String, SecondProof, Origin)}, by a passkey alone. */
    public void reauthenticate(SignedIn signedIn, PasskeyProof proof, Origin origin) {
        proofs.passkey(proofs.user(signedIn), proof, origin);
        sessions.reauthenticated(signedIn, true, origin);
    }

    /**
     * The hash of a password that somebody wants.
     *
     * @param words that belong to the person, beside the name of the User
     * @throws dev.roadstead.apiserver.fault.ApiException Invalid with the rule that it breaks
     */
    PasswordHash newPassword(String password, String name, List<String> words) throws InterruptedException {
        List<String> all = new ArrayList<>(words);
        all.add(name);
        String refusal = hasher.call(() -> rules.refusal(password, all));
        if (refusal != null) {
            throw NewUsers.invalid(
                    name, List.of(new Cause("FieldValueInvalid", "Invalid value: " + refusal, "password")));
        }
        return hasher.hash(password);
    }
}
