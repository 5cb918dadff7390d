package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.schema.Causes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the tokens of ApiKeys and Invitations. The answer is the object with {@code status.token}, which is shown this once
 * and stored as its digest. A second one takes the place of the first. Blocks; thread-safe.
 */
public final class CredentialRequests {
    private static final Pattern DURATION = Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?");
    private static final Duration MAX_VALID = Duration.ofDays(90);

    private final PeopleObjects objects;
    private final People people;
    private final Homes homes;
    private final ApiKeyTokens keys;
    private final Invitations invitations;
    private final SecureRandom random;
    private final InstantSource clock;

    public CredentialRequests(
            PeopleObjects objects,
            People people,
            Homes homes,
            ApiKeyTokens keys,
            Invitations invitations,
            SecureRandom random,
            InstantSource clock) {
        this.objects = objects;
        this.people = people;
        this.homes = homes;
        this.keys = keys;
        this.invitations = invitations;
        this.random = random;
        this.clock = clock;
    }

    /**
     * The key with its token.
     *
     * @throws ApiException NotFound without such a key or account; Forbidden when the key would act as another person than
     *     who asks, or that person signed in too long ago; Conflict when it has expired
     */
    public ObjectNode key(String namespace, String name, Caller caller) {
        SignedIn.requireRecent(caller, clock.instant());
        Target target = objects.kinds().apiKey(namespace, name);
        ObjectNode key = require(target);
        ApiKeyView view = ApiKeyView.of(key);
        Instant now = now();
        if (view.expiresAt() != null && !now.isBefore(view.expiresAt())) {
            throw conflict(target, "has expired: spec.expiresAt is " + view.expiresAt() + "; set a later one");
        }
        String ownerUid =
                view.serviceAccount().isEmpty() ? person(target, caller) : account(namespace, view.serviceAccount());
        OpaqueToken token = OpaqueToken.make(OpaqueToken.API_KEY, random);
        ObjectNode status = key.withObjectProperty("status");
        status.remove("lastUsed");
        status.put("prefix", token.beginning())
                .put("sha256", token.sha256())
                .put("ownerUid", ownerUid)
                .put("issuedAt", now.toString());
        ObjectNode written = objects.replaceStatus(target, key, caller);
        keys.await(written);
        written.withObjectProperty("status").put("token", token.text());
        return written;
    }

    /** The uid of the person of the namespace, who asks in person: nobody makes a key of somebody else. */
    private String person(Target target, Caller caller) {
        UserView user = people.named(PeopleKinds.userOf(target.namespace()));
        if (user == null || !homes.isHome(target.namespace(), user.name(), user.uid())) {
            throw forbidden(
                    target,
                    "namespace \"" + target.namespace()
                            + "\" is no person's: name the ServiceAccount that the key acts as in spec.serviceAccountName");
        }
        boolean same = caller.impersonator() == null
                && caller.principal().scope() == null
                && caller.principal().user().equals(user.name())
                && caller.principal().uid().equals(user.uid());
        if (!same) {
            throw forbidden(
                    target,
                    "the key acts as the User \"" + user.name()
                            + "\", so nobody else can make it: sign in as that User, without impersonation");
        }
        return user.uid();
    }

    private String account(String namespace, String name) {
        return require(objects.kinds().serviceAccount(namespace, name))
                .at("/metadata/uid")
                .asText();
    }

    /**
     * The invitation with its token.
     *
     * @throws ApiException NotFound; Conflict when somebody has taken it
     */
    public ObjectNode invitation(String namespace, String name, Caller caller) {
        Target target = objects.kinds().invitation(namespace, name);
        ObjectNode invitation = require(target);
        if (invitation.at("/status/acceptedBy").isTextual()) {
            throw conflict(target, "was taken; make another Invitation");
        }
        OpaqueToken token = OpaqueToken.make(OpaqueToken.INVITATION, random);
        invitation
                .withObjectProperty("status")
                .put("sha256", token.sha256())
                .put("expiresAt", now().plus(validFor(target, invitation)).toString());
        ObjectNode written = objects.replaceStatus(target, invitation, caller);
        invitations.await(written);
        written.withObjectProperty("status").put("token", token.text());
        return written;
    }

    private static Duration validFor(Target target, ObjectNode invitation) {
        String text = invitation.at("/spec/validFor").asText();
        Matcher parts = DURATION.matcher(text);
        Duration valid = !parts.matches()
                ? Duration.ZERO
                : Duration.ofHours(number(parts.group(1)))
                        .plusMinutes(number(parts.group(2)))
                        .plusSeconds(number(parts.group(3)));
        if (!valid.isPositive() || valid.compareTo(MAX_VALID) > 0) {
            throw conflict(
                    target,
                    "cannot have a token: spec.validFor is " + Causes.cut(text) + ", expected above 0 and at most "
                            + MAX_VALID.toHours() + "h");
        }
        return valid;
    }

    private static long number(String digits) {
        return digits == null ? 0 : digits.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(digits);
    }

    private ObjectNode require(Target target) {
        ObjectNode found = objects.fresh(target);
        if (found == null) {
            throw new ApiException(new ApiFault.NotFound(target.subject()));
        }
        return found;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static ApiException conflict(Target target, String why) {
        return new ApiException(
                new ApiFault.Conflict(target.subject(), target.subject().describe() + " " + why));
    }

    private static ApiException forbidden(Target target, String why) {
        return new ApiException(new ApiFault.Forbidden(
                target.subject(), target.subject().describe() + " is forbidden: " + why, List.of()));
    }
}
