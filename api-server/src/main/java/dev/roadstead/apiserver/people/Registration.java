package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.registry.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Users of those who have a right to it: the first by the bootstrap token, the others by Invitations. The token is
 * taken before the User is made, so it makes one User however often it is tried at once. Blocks; thread-safe.
 */
public final class Registration {
    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
    private static final String RBAC = "rbac.authorization.k8s.io";

    private final PeopleObjects objects;
    private final NewUsers newUsers;
    private final Homes homes;
    private final UserSecrets secrets;
    private final Accounts accounts;
    private final Sessions sessions;
    private final BootstrapTokens bootstrap;
    private final Invitations invitations;
    private final SignInGate gate;
    private final SignInAudit audit;

    public Registration(
            PeopleObjects objects,
            NewUsers newUsers,
            Homes homes,
            UserSecrets secrets,
            Accounts accounts,
            Sessions sessions,
            BootstrapTokens bootstrap,
            Invitations invitations,
            SignInGate gate,
            SignInAudit audit) {
        this.objects = objects;
        this.newUsers = newUsers;
        this.homes = homes;
        this.secrets = secrets;
        this.accounts = accounts;
        this.sessions = sessions;
        this.bootstrap = bootstrap;
        this.invitations = invitations;
        this.gate = gate;
        this.audit = audit;
    }

    /** What gives the right to register. */
    private interface Right {
        boolean take();

        void giveBack();
    }

    /**
     * Registers the first User, who may do everything.
     *
     * @throws ApiException Unauthorized when the token is not right, or somebody has registered; Invalid
     */
    public IssuedTokens first(String token, NewUsers.Applicant applicant, Origin origin) throws InterruptedException {
        gate.enterFrom(origin.address());
        ObjectNode secret = bootstrap.find(token);
        if (secret == null) {
            throw refused("the bootstrap token is wrong, was used, or somebody has registered before", origin);
        }
        Right right = new Right() {
            @Override
            public boolean take() {
                return bootstrap.take(secret, origin);
            }

            @Override
            public void giveBack() {
                bootstrap.giveBack(secret);
            }
        };
        return register(applicant, "", right, origin, true);
    }

    /**
     * Registers somebody who was invited.
     *
     * @throws ApiException Unauthorized when the token is of no Invitation that can be taken; Invalid; AlreadyExists
     */
    public IssuedTokens invited(String token, NewUsers.Applicant applicant, Origin origin) throws InterruptedException {
        gate.enterFrom(origin.address());
        ObjectNode invitation = invitations.find(token);
        if (invitation == null) {
            throw refused("the invitation is wrong, was used, or has ended; ask for another", origin);
        }
        String email = invitation.at("/spec/email").asText();
        if (!applicant.email().isEmpty() && !applicant.email().equalsIgnoreCase(email)) {
            throw NewUsers.invalid(
                    applicant.name(),
                    List.of(new Cause(
                            "FieldValueInvalid",
                            "Invalid value: the invitation is for another e-mail address; leave this out or ask for an"
                                    + " invitation to this one",
                            "email")));
        }
        Right right = new Right() {
            @Override
            public boolean take() {
                return invitations.take(invitation, applicant.name(), origin);
            }

            @Override
            public void giveBack() {
                invitations.giveBack(invitation, applicant.name());
            }
        };
        return register(
                new NewUsers.Applicant(applicant.name(), email, applicant.displayName(), applicant.password()),
                invitation.at("/metadata/namespace").asText(),
                right,
                origin,
                false);
    }

    private IssuedTokens register(
            NewUsers.Applicant applicant, String organization, Right right, Origin origin, boolean admin)
            throws InterruptedException {
        newUsers.check(applicant);
        PasswordHash hash = accounts.newPassword(
                applicant.password(),
                applicant.name(),
                List.of(applicant.email(), applicant.displayName(), organization));
        if (!right.take()) {
            throw refused("somebody else has registered with this token at the same moment", origin);
        }
        UserView user = null;
        try {
            user = newUsers.create(applicant, origin);
            UserSecret secret = UserSecret.empty(user.uid()).withPassword(hash);
            secrets.change(user, origin, stored -> secret);
            homes.ensure(user, origin);
            if (admin) {
                bindAdmin(user, origin);
            }
        } catch (RuntimeException e) {
            undo(user, right);
            throw e;
        }
        IssuedTokens tokens = sessions.begin(user, new Sessions.Proof(false, null), origin);
        accounts.noteSignIn(user);
        return tokens;
    }

    private void bindAdmin(UserView user, Origin origin) {
        Target target = objects.kinds().clusterRoleBinding("platform-admin-" + user.name());
        ObjectNode binding = PeopleObjects.blank(target);
        UserSecrets.own(binding, user);
        binding.putObject("roleRef")
                .put("apiGroup", RBAC)
                .put("kind", "ClusterRole")
                .put("name", "cluster-admin");
        binding.putArray("subjects")
                .addObject()
                .put("apiGroup", RBAC)
                .put("kind", "User")
                .put("name", user.name());
        objects.create(target, binding, origin.as(user.name()));
    }

    /** What was begun is taken back; whatever cannot be says so in the log, and is for an administrator. */
    private void undo(@Nullable UserView user, Right right) {
        try {
            if (user != null) {
                objects.delete(objects.kinds().user(user.name()), user.uid(), "", Origin.server());
            }
            right.giveBack();
        } catch (RuntimeException e) { // the failure that led here is the one to be told
            LOG.warn("A registration that failed could not be undone: {}", e.getMessage());
        }
    }

    private ApiException refused(String why, Origin origin) {
        audit.refusedRegistration(origin);
        return new ApiException(new ApiFault.Unauthorized(why));
    }
}
