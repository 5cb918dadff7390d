package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.oidc.Identity;
import dev.roadstead.apiserver.oidc.Provider;
import dev.roadstead.apiserver.oidc.SignInException;
import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.watch.CachedObject;
import java.util.List;
import java.util.Locale;

/**
 * The Users for whom IdentityProviders vouch. The first time, a User is found by the e-mail address that the provider has
 * proved, and is linked to the provider's account by a label; from then on only that account counts, whatever address it
 * has. A User with a password is never found so: nobody has proved that its address is its owner's, and whoever registered
 * it would go on knowing the password. Blocks; thread-safe.
 */
public final class ProviderAccounts {
    private static final int MAX_NAMES = 20;
    private static final int NAME_CHARACTERS = 36;
    private static final int MAX_DISPLAY_NAME = 128;

    private final PeopleObjects objects;
    private final People people;
    private final UserSecrets secrets;
    private final Accounts accounts;
    private final NewUsers newUsers;
    private final ProviderLinks links;
    private final PendingSignIns pending;
    private final Sessions sessions;
    private final SignInGate gate;
    private final SignInAudit audit;

    public ProviderAccounts(
            PeopleObjects objects,
            People people,
            UserSecrets secrets,
            Accounts accounts,
            NewUsers newUsers,
            ProviderLinks links,
            PendingSignIns pending,
            Sessions sessions,
            SignInGate gate,
            SignInAudit audit) {
        this.objects = objects;
        this.people = people;
        this.secrets = secrets;
        this.accounts = accounts;
        this.newUsers = newUsers;
        this.links = links;
        this.pending = pending;
        this.sessions = sessions;
        this.gate = gate;
        this.audit = audit;
    }

    /** A provider, with what proves this installation to it. */
    public record Configured(Provider provider, String clientSecret) {
        /** Never shows the secret. */
        @Override
        public String toString() {
            return "Configured[" + provider.name() + "]";
        }
    }

    /** All providers, by name. */
    public List<Provider> providers() {
        return objects.cached(PeopleKinds.IDENTITY_PROVIDERS, null).stream()
                .map(PeopleObjects::decode)
                .map(Provider::of)
                .toList();
    }

    /**
     * A provider by its name.
     *
     * @throws ApiException NotFound
     * @throws SignInException when its Secret is not there
     */
    public Configured configured(String name) throws SignInException {
        Target target = objects.kinds().identityProvider(name);
        ObjectNode object = objects.fresh(target);
        if (object == null) {
            throw new ApiException(
                    new ApiFault.NotFound(target.subject(), "there is no identity provider \"" + name + "\" here"));
        }
        Provider provider = Provider.of(object);
        ObjectNode secret = objects.fresh(objects.kinds().systemSecret(provider.clientSecret()));
        String clientSecret = secret == null ? "" : SecretData.text(secret, "clientSecret");
        if (clientSecret.isEmpty()) {
            throw new SignInException("the Secret " + provider.clientSecret() + " of namespace "
                    + PeopleKinds.SYSTEM_NAMESPACE + " with the key clientSecret is missing; tell your administrator");
        }
        return new Configured(provider, clientSecret);
    }

    /**
     * Counts a sign-in that begins or ends.
     *
     * @throws ApiException TooManyRequests
     */
    public void enter(Origin origin) {
        gate.enterFrom(origin.address());
    }

    /** What became of a sign-in. */
    public sealed interface Outcome {
        /** The person is signed in. */
        record Done(IssuedTokens tokens) implements Outcome {}

        /** A second factor is asked for; the note is for {@link PendingSignIns#finish}. */
        record FactorNeeded(String note) implements Outcome {
            /** Never shows the note. */
            @Override
            public String toString() {
                return "FactorNeeded[...]";
            }
        }
    }

    /**
     * Signs in whom a provider vouches for. Who has a second factor here is asked for it, unless the provider is trusted to
     * have done so.
     *
     * @throws SignInException when there is no User for the account, and none may be made
     */
    public Outcome signIn(Provider provider, Identity identity, Origin origin) throws SignInException {
        UserView user = userOf(provider, identity, origin);
        if (user.disabled()) {
            audit.refusedSignIn(user, origin);
            throw new SignInException("the account is disabled");
        }
        noteGroups(user, identity);
        if (!identity.mfa() && pending.isNeeded(user)) {
            return new Outcome.FactorNeeded(pending.begin(user, identity.provider()));
        }
        IssuedTokens tokens = sessions.begin(user, new Sessions.Proof(identity.mfa(), identity.provider()), origin);
        accounts.noteSignIn(user);
        return new Outcome.Done(tokens);
    }

    private UserView userOf(Provider provider, Identity identity, Origin origin) throws SignInException {
        UserView linked = links.find(provider, identity);
        if (linked != null) {
            return linked;
        }
        UserView user = people.withEmail(identity.email().toLowerCase(Locale.ROOT));
        if (user == null && provider.registers()) {
            user = register(identity, origin);
        }
        if (user == null) {
            throw new SignInException("nobody here has the e-mail address " + identity.email()
                    + "; ask for an invitation, or for a User with it");
        }
        if (secrets.read(user).password() != null) {
            audit.refusedSignIn(user, origin);
            throw new SignInException("the User with the e-mail address " + identity.email()
                    + " signs in by a password; sign in by it and link this account at /auth/account");
        }
        links.put(provider, identity, user, origin);
        // Whoever was signed in before need not be the person that the provider knows.
        sessions.endAll(user.name(), "", origin);
        removeKeys(user, origin);
        return user;
    }

    private void removeKeys(UserView user, Origin origin) {
        String home = PeopleKinds.namespaceOf(user.name());
        for (CachedObject key : objects.cached(PeopleKinds.API_KEYS, home)) {
            objects.delete(objects.kinds().apiKey(home, key.key().name()), key.uid(), "", origin.as(user.name()));
        }
    }

    private UserView register(Identity identity, Origin origin) throws SignInException {
        String wish = identity.login().isEmpty() ? identity.email().split("@", 2)[0] : identity.login();
        String base =
                wish.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^[^a-z]+|-+$", "");
        String stem = base.isEmpty() ? "user" : base.substring(0, Math.min(base.length(), NAME_CHARACTERS));
        String displayName =
                identity.name().substring(0, Math.min(identity.name().length(), MAX_DISPLAY_NAME));
        for (int number = 1; number <= MAX_NAMES; number++) {
            String name = number == 1 ? stem : stem.replaceAll("-+$", "") + "-" + number;
            try {
                return newUsers.vouchedFor(new NewUsers.Applicant(name, identity.email(), displayName, ""), origin);
            } catch (ApiException e) {
                if (!(e.fault() instanceof ApiFault.Conflict)
                        && !(e.fault() instanceof ApiFault.AlreadyExists)
                        && !(e.fault() instanceof ApiFault.Invalid)) {
                    throw e;
                }
            }
        }
        throw new SignInException("no free name could be made from " + stem + "; ask for an invitation");
    }

    /** What controllers make members of Teams by. */
    private void noteGroups(UserView user, Identity identity) {
        Target target = objects.kinds().user(user.name());
        Statuses.change(objects, target, Origin.routine(), status -> {
            ArrayNode groups = status.arrayNode();
            status.path("groups")
                    .valueStream()
                    .filter(group -> !group.path("provider").asText().equals(identity.provider()))
                    .forEach(groups::add);
            identity.groups()
                    .forEach(group -> groups.addObject()
                            .put("provider", identity.provider())
                            .put("group", group));
            status.set("groups", groups);
        });
    }
}
