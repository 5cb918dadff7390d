package dev.roadstead.apiserver.people;

import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authn.ServiceAccountName;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A person with a Session.
 *
 * @param user name of the User
 * @param session name of the Session
 */
public record SignedIn(String user, String session) {
    /** Extra key of a principal: the name of its Session. */
    public static final String SESSION = "roadstead.dev/session";
    /** Extra key: when the person last proved who they are (RFC 3339). */
    public static final String AUTHENTICATED_AT = "roadstead.dev/authenticated-at";
    /** Extra key: there when a second factor was part of that. */
    public static final String MFA = "roadstead.dev/mfa";
    /** Extra key: namespace and name of the ApiKey that the request came with. */
    public static final String API_KEY = "roadstead.dev/api-key";

    /** {@code reason} of the cause when somebody has to prove again who they are. */
    private static final String PROOF_REQUIRED = "ProofRequired";

    private static final Duration RECENT = Duration.ofMinutes(15);

    /**
     * The person who asks, by a Session.
     *
     * @throws ApiException Unauthorized for anybody without a Session; Forbidden for who acts as somebody else
     */
    public static SignedIn require(Caller caller) {
        if (caller.impersonator() != null) {
            throw forbidden("this is about one's own sign-in: it cannot be done as somebody else; leave the headers"
                    + " Impersonate-* out");
        }
        String session = caller.principal().extra(SESSION);
        if (session.isEmpty()) {
            throw new ApiException(new ApiFault.Unauthorized(
                    "this needs a sign-in: send the access token of POST /auth/login, not another credential"));
        }
        return new SignedIn(caller.principal().user(), session);
    }

    /**
     * What is done about keys and second factors needs more than a browser that was left open. Credentials other than
     * Sessions pass: they have no moment at which somebody proved anything.
     *
     * @throws ApiException Forbidden when the person signed in more than 15 minutes ago
     */
    public static void requireRecent(Caller caller, Instant now) {
        Principal sender = sender(caller);
        if (sender.extra(SESSION).isEmpty()) {
            return;
        }
        Instant proved = Instant.parse(sender.extra(AUTHENTICATED_AT));
        if (proved.plus(RECENT).isBefore(now)) {
            throw proof("this needs a proof of who you are from the last " + RECENT.toMinutes()
                    + " minutes, and the last is of " + proved
                    + ": POST /auth/reauthenticate with your password, or use 'roadstead login', and try again");
        }
    }

    /**
     * As {@link #requireRecent}, of what a person's key does not do either: who has found it is not the person.
     *
     * @throws ApiException Forbidden
     */
    static void requirePresent(Caller caller, Instant now) {
        Principal sender = sender(caller);
        if (!sender.extra(API_KEY).isEmpty() && ServiceAccountName.ofUser(sender.user()) == null) {
            throw proof(
                    "this needs a person who has just signed in, or a program: a key of yours is neither; use 'roadstead"
                            + " login' and try again, or the key of a ServiceAccount that may do it");
        }
        requireRecent(caller, now);
    }

    private static Principal sender(Caller caller) {
        return caller.impersonator() == null ? caller.principal() : caller.impersonator();
    }

    /**
     * What is done about second factors by whoever has one needs a proof with one.
     *
     * @throws ApiException Forbidden when the last proof was without
     */
    static void requireMfa(Caller caller) {
        if (caller.principal().extra(MFA).isEmpty()) {
            throw proof("this needs a proof with your second factor: POST /auth/reauthenticate with your password"
                    + " and a code or a passkey, and try again");
        }
    }

    private static ApiException proof(String message) {
        List<Cause> causes = List.of(new Cause(PROOF_REQUIRED, "prove again who you are", "password"));
        return new ApiException(new ApiFault.Forbidden(ApiFault.Subject.NONE, message, causes));
    }

    private static ApiException forbidden(String message) {
        return new ApiException(new ApiFault.Forbidden(ApiFault.Subject.NONE, message, List.of()));
    }
}
