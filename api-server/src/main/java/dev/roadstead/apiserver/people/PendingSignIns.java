package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import java.time.Duration;

/**
 * Sign-ins by a provider that wait for the second factor of a User who has one here. What the provider vouched for is in a
 * signed note that the browser keeps, so that any server goes on and nothing is stored. Blocks; thread-safe.
 */
public final class PendingSignIns {
    /** How long the person may take. */
    public static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final String NOTE = "second-factor";

    private final People people;
    private final UserSecrets secrets;
    private final Proofs proofs;
    private final Accounts accounts;
    private final Sessions sessions;
    private final Notes notes;

    public PendingSignIns(
            People people, UserSecrets secrets, Proofs proofs, Accounts accounts, Sessions sessions, Notes notes) {
        this.people = people;
        this.secrets = secrets;
        this.proofs = proofs;
        this.accounts = accounts;
        this.sessions = sessions;
        this.notes = notes;
    }

    /** Whether somebody is asked for one. */
    boolean isNeeded(UserView user) {
        return secrets.read(user).hasFactor();
    }

    /** Notes for whom a provider vouched just now. */
    String begin(UserView user, String provider) {
        return notes.write(
                NOTE,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("sub", user.name())
                        .put("uid", user.uid())
                        .put("provider", provider),
                PATIENCE);
    }

    /**
     * Signs in for whom a provider vouched, and who shows the second factor.
     *
     * @param note as the browser brought it; empty for none
     * @throws ApiException Unauthorized when there is no such sign-in, or the factor is not right
     */
    public IssuedTokens finish(String note, SecondProof second, Origin origin) {
        JsonNode claims = notes.read(NOTE, note);
        UserView user = claims == null ? null : people.named(claims.path("sub").asText());
        if (claims == null
                || user == null
                || user.disabled()
                || !user.uid().equals(claims.path("uid").asText())) {
            throw new ApiException(
                    new ApiFault.Unauthorized("no sign-in by a provider began in this browser in the last "
                            + PATIENCE.toMinutes() + " minutes; begin again at /auth/sign-in"));
        }
        boolean mfa = proofs.second(user, second, origin);
        IssuedTokens tokens = sessions.begin(
                user, new Sessions.Proof(mfa, claims.path("provider").asText()), origin);
        accounts.noteSignIn(user);
        return tokens;
    }
}
