package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.oidc.Identity;
import dev.roadstead.apiserver.oidc.Provider;
import dev.roadstead.apiserver.oidc.ProviderSignIn;
import dev.roadstead.apiserver.oidc.SignInException;
import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.watch.CachedObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which accounts at IdentityProviders are whose: a label of the User. An account becomes somebody's by the address that the
 * provider has proved ({@link ProviderAccounts}), or because they want it, signed in, and go to the provider with the same
 * browser. Blocks; thread-safe.
 */
public final class ProviderLinks {
    /** Label, with the name of the provider behind it: digest of the account there. */
    private static final String LINK = "identity.roadstead.dev/";

    private static final String NOTE = "provider-link";
    private static final int LINK_CHARACTERS = 40;

    private final PeopleObjects objects;
    private final People people;
    private final UserSecrets secrets;
    private final Proofs proofs;
    private final Sessions sessions;
    private final Notes notes;
    private final SignInAudit audit;
    private final Views<Map<String, String>> links = new Views<>(ProviderLinks::links);

    public ProviderLinks(
            PeopleObjects objects,
            People people,
            UserSecrets secrets,
            Proofs proofs,
            Sessions sessions,
            Notes notes,
            SignInAudit audit) {
        this.objects = objects;
        this.people = people;
        this.secrets = secrets;
        this.proofs = proofs;
        this.sessions = sessions;
        this.notes = notes;
        this.audit = audit;
    }

    /** A provider, and whether an account there is the User's. */
    public record Link(Provider provider, boolean linked) {}

    /** All providers, as they are for somebody. */
    public List<Link> of(SignedIn signedIn) {
        CachedObject user = objects.cached(objects.kinds().user(signedIn.user()));
        Map<String, String> linked = user == null ? Map.of() : links.of(user);
        return objects.cached(PeopleKinds.IDENTITY_PROVIDERS, null).stream()
                .map(PeopleObjects::decode)
                .map(Provider::of)
                .map(provider -> new Link(provider, linked.containsKey(provider.name())))
                .toList();
    }

    /**
     * Whose an account is.
     *
     * @return null if it is nobody's
     * @throws SignInException if several Users have it
     */
    @Nullable
    UserView find(Provider provider, Identity identity) throws SignInException {
        String digest = digest(provider, identity);
        List<CachedObject> found = objects.cached(PeopleKinds.USERS, null).stream()
                .filter(user -> digest.equals(links.of(user).get(provider.name())))
                .toList();
        if (found.size() > 1) {
            throw new SignInException("this account of " + provider.name()
                    + " is linked to several Users; an administrator can remove the label " + LINK + provider.name()
                    + " from all but one");
        }
        return found.isEmpty() ? null : people.named(found.getFirst().key().name());
    }

    /**
     * Makes an account a User's.
     *
     * @throws SignInException when another account of the provider is
     */
    void put(Provider provider, Identity identity, UserView user, Origin origin) throws SignInException {
        String digest = digest(provider, identity);
        Target target = objects.kinds().user(user.name());
        objects.<SignInException>change(target, origin.as(user.name()), object -> {
            if (object == null || !object.at("/metadata/uid").asText().equals(user.uid())) {
                throw new SignInException("the account was removed at this moment; begin again");
            }
            refuseAnother(provider, user, links(object).get(provider.name()), digest, origin);
            labels(object).put(LINK + provider.name(), digest);
            return object;
        });
    }

    private void refuseAnother(Provider provider, UserView user, @Nullable String present, String digest, Origin origin)
            throws SignInException {
        if (present != null && !present.equals(digest)) {
            audit.refusedSignIn(user, origin);
            throw new SignInException("the User " + user.name() + " is linked to another account of " + provider.name()
                    + "; end that link first, or have an administrator remove the label " + LINK + provider.name()
                    + " of the User");
        }
    }

    private static ObjectNode labels(ObjectNode user) {
        return user.withObjectProperty("metadata").withObjectProperty("labels");
    }

    /**
     * Notes who wants an account.
     *
     * @param state of the attempt at the provider: the note counts for no other
     * @throws ApiException Forbidden unless the person has just proved who they are
     */
    public String begin(Caller caller, String provider, String state) {
        proofs.justProved(caller);
        SignedIn signedIn = SignedIn.require(caller);
        SessionView session = sessions.require(signedIn);
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("sub", signedIn.user()).put("sid", session.name()).put("uid", session.uid());
        claims.put("provider", provider).put("state", state);
        return notes.write(NOTE, claims, ProviderSignIn.PATIENCE);
    }

    /**
     * Gives the account that a provider vouches for to whoever wanted it.
     *
     * @param note of {@link #begin}, or as whoever holds the browser wrote it
     * @throws SignInException when it was not wanted so, is somebody else's, or the person is no more signed in
     */
    public void finish(Provider provider, Identity identity, String note, String state, Origin origin)
            throws SignInException {
        JsonNode claims = notes.read(NOTE, note);
        boolean fits = claims != null
                && claims.path("provider").asText().equals(provider.name())
                && claims.path("state").asText().equals(state);
        SessionView session = claims == null || !fits
                ? null
                : sessions.alive(new SignedIn(
                        claims.path("sub").asText(), claims.path("sid").asText()));
        UserView user = session == null ? null : people.named(session.user());
        if (claims == null
                || session == null
                || user == null
                || !session.uid().equals(claims.path("uid").asText())) {
            throw new SignInException("whoever wanted this account linked is not signed in any more, or did not begin"
                    + " in this browser; sign in and begin again");
        }
        UserView owner = find(provider, identity);
        if (owner != null && !owner.uid().equals(user.uid())) {
            audit.refusedSignIn(user, origin);
            throw new SignInException("this account of " + provider.name() + " is another User's; sign in as that User"
                    + " and end the link first");
        }
        put(provider, identity, user, origin);
    }

    /**
     * Ends the link to a provider, and all Sessions but this one.
     *
     * @throws ApiException NotFound when there is none; Conflict for whoever has no password to sign in by
     */
    public void remove(Caller caller, String provider, Origin origin) {
        UserView user = proofs.justProved(caller);
        Target target = objects.kinds().user(user.name());
        if (secrets.read(user).password() == null) {
            throw new ApiException(new ApiFault.Conflict(
                    target.subject(),
                    "you have no password, so without this link you could not sign in; an administrator can remove the"
                            + " label " + LINK + provider + " of the User"));
        }
        objects.change(target, origin.as(user.name()), object -> {
            if (object == null || !links(object).containsKey(provider)) {
                throw new ApiException(
                        new ApiFault.NotFound(new ApiFault.Subject(PeopleKinds.GROUP, "linked accounts", provider)));
            }
            labels(object).remove(LINK + provider);
            return object;
        });
        sessions.endAll(user.name(), SignedIn.require(caller).session(), origin);
    }

    private static String digest(Provider provider, Identity identity) {
        return OpaqueToken.sha256(provider.issuer() + "\n" + identity.subject()).substring(0, LINK_CHARACTERS);
    }

    private static Map<String, String> links(ObjectNode user) {
        return user.at("/metadata/labels").properties().stream()
                .filter(label -> label.getKey().startsWith(LINK))
                .collect(Collectors.toUnmodifiableMap(
                        label -> label.getKey().substring(LINK.length()),
                        label -> label.getValue().asText()));
    }
}
