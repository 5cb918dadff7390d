package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import java.util.List;
import java.util.Locale;

/** Takes Invitations for those who are Users already: somebody may be a member of several Organizations. Thread-safe. */
public final class Joining {
    private final People people;
    private final Invitations invitations;
    private final SignInGate gate;
    private final SignInAudit audit;

    public Joining(People people, Invitations invitations, SignInGate gate, SignInAudit audit) {
        this.people = people;
        this.invitations = invitations;
        this.gate = gate;
        this.audit = audit;
    }

    /**
     * Takes an Invitation.
     *
     * @throws ApiException Forbidden when it is of no Invitation to this person that can be taken; TooManyRequests
     */
    public void join(SignedIn signedIn, String token, Origin origin) {
        gate.enterFrom(origin.address());
        UserView user = people.named(signedIn.user());
        ObjectNode invitation = invitations.find(token);
        boolean taken = user != null
                && invitation != null
                && invitation
                        .at("/spec/email")
                        .asText()
                        .toLowerCase(Locale.ROOT)
                        .equals(user.email())
                && invitations.take(invitation, user.name(), origin);
        if (!taken) {
            audit.refusedRegistration(origin);
            throw new ApiException(new ApiFault.Forbidden(
                    ApiFault.Subject.NONE,
                    "the invitation is wrong, was used, has ended, or is for another e-mail address; ask for another",
                    List.of()));
        }
    }
}
