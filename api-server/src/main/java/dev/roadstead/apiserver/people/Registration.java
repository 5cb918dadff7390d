package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.registry.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Users of those who have a right to it: the first by the bootstrap token, the others by Invitations. The token is
 * taken before the User is made, so it makes one User however often it is tried at once. Blocks; thread-safe.
 */
public final class Registration {
    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
    private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,38}[a-z0-9])?");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+");
    private static final int MAX_EMAIL = 254;
    private static final int MAX_DISPLAY_NAME = 128;
    /** What the server's own administrator is called; a person must not be taken for it. */
    private static final Set<String> RESERVED = Set.of("kubernetes-admin");

    private static final String RBAC = "rbac.authorization.k8s.io";

    private final PeopleObjects objects;
    private final People people;
    private final Homes homes;
    private final UserSecrets secrets;
    private final Accounts accounts;
    private final Sessions sessions;
    private final BootstrapTokens bootstrap;
    private final Invitations invitations;
    private final SignInGate gate;
    private final SignInAudit audit;
    private final Predicate<String> isBound;

    /**
     * Wires the registration.
     *
     * @param isBound whether roles are bound to a name: who registered by it would get what was meant for another
     */
    public Registration(
            PeopleObjects objects,
            People people,
            Homes homes,
            UserSecrets secrets,
            Accounts accounts,
            Sessions sessions,
            BootstrapTokens bootstrap,
            Invitations invitations,
            SignInGate gate,
            SignInAudit audit,
            Predicate<String> isBound) {
        this.objects = objects;
        this.people = people;
        this.homes = homes;
        this.secrets = secrets;
        this.accounts = accounts;
        this.sessions = sessions;
        this.bootstrap = bootstrap;
        this.invitations = invitations;
        this.gate = gate;
        this.audit = audit;
        this.isBound = isBound;
    }

    /**
     * Who wants to be a User.
     *
     * @param email empty with an invitation: that says it
     * @param displayName empty for none
     */
    public record Applicant(String name, String email, String displayName, String password) {
        /** Never shows the password. */
        @Override
        public String toString() {
            return "Applicant[" + name + "]";
        }
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
    public IssuedTokens first(String token, Applicant applicant, Origin origin) throws InterruptedException {
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
        return register(applicant, right, origin, true);
    }

    /**
     * Registers somebody who was invited.
     *
     * @throws ApiException Unauthorized when the token is of no Invitation that can be taken; Invalid; AlreadyExists
     */
    public IssuedTokens invited(String token, Applicant applicant, Origin origin) throws InterruptedException {
        gate.enterFrom(origin.address());
        ObjectNode invitation = invitations.find(token);
        if (invitation == null) {
            throw refused("the invitation is wrong, was used, or has ended; ask for another", origin);
        }
        String email = invitation.at("/spec/email").asText();
        if (!applicant.email().isEmpty() && !applicant.email().equalsIgnoreCase(email)) {
            throw invalid(
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
                new Applicant(applicant.name(), email, applicant.displayName(), applicant.password()),
                right,
                origin,
                false);
    }

    private IssuedTokens register(Applicant applicant, Right right, Origin origin, boolean admin)
            throws InterruptedException {
        check(applicant);
        checkFree(applicant);
        PasswordHash hash = accounts.newPassword(applicant.password(), applicant.name(), applicant.email());
        if (!right.take()) {
            throw refused("somebody else has registered with this token at the same moment", origin);
        }
        UserView user = null;
        try {
            user = create(applicant, origin);
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

    /**
     * Makes a User of somebody for whom an IdentityProvider vouches that registers people.
     *
     * @param applicant without a password
     * @throws ApiException Invalid; Conflict when the name or the e-mail address is taken
     */
    UserView vouchedFor(Applicant applicant, Origin origin) {
        check(applicant);
        checkFree(applicant);
        return create(applicant, origin);
    }

    private UserView create(Applicant applicant, Origin origin) {
        Target target = objects.kinds().user(applicant.name());
        ObjectNode user = PeopleObjects.blank(target);
        ObjectNode spec = user.putObject("spec").put("email", applicant.email());
        if (!applicant.displayName().isEmpty()) {
            spec.put("displayName", applicant.displayName());
        }
        return UserView.of(objects.create(target, user, origin.as(applicant.name())));
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

    private static void check(Applicant applicant) {
        List<Cause> causes = new ArrayList<>();
        if (!NAME.matcher(applicant.name()).matches() || RESERVED.contains(applicant.name())) {
            causes.add(new Cause(
                    "FieldValueInvalid",
                    "Invalid value: must be 1 to 40 of a-z, 0-9 and -, begin with a letter, end with a letter or digit,"
                            + " and not be " + String.join(", ", RESERVED),
                    "name"));
        }
        if (!EMAIL.matcher(applicant.email()).matches() || applicant.email().length() > MAX_EMAIL) {
            causes.add(new Cause(
                    "FieldValueInvalid", "Invalid value: must be an e-mail address such as ada@example.com", "email"));
        }
        if (applicant.displayName().length() > MAX_DISPLAY_NAME) {
            causes.add(new Cause(
                    "FieldValueTooLong", "Too long: at most " + MAX_DISPLAY_NAME + " characters", "displayName"));
        }
        if (!causes.isEmpty()) {
            throw invalid(applicant.name(), causes);
        }
    }

    private void checkFree(Applicant applicant) {
        ApiFault.Subject subject = new ApiFault.Subject(PeopleKinds.GROUP, "users", applicant.name());
        String name = applicant.name();
        if (people.named(name) != null || homes.isTaken(name) || isBound.test(name) || people.isAwaited(name)) {
            throw new ApiException(new ApiFault.Conflict(
                    subject,
                    subject.describe() + " cannot be registered: there is such a User, a namespace "
                            + PeopleKinds.namespaceOf(name)
                            + ", a role that is bound to this name already, or an Organization that names it; take another name,"
                            + " or have an administrator make the User"));
        }
        if (people.isTaken(applicant.email().toLowerCase(Locale.ROOT))) {
            throw new ApiException(new ApiFault.Conflict(
                    subject, "there is a User with this e-mail address already; sign in, or use another address"));
        }
    }

    private ApiException refused(String why, Origin origin) {
        audit.refusedRegistration(origin);
        return new ApiException(new ApiFault.Unauthorized(why));
    }

    private static ApiException invalid(String name, List<Cause> causes) {
        return new ApiException(new ApiFault.Invalid(new ApiFault.Subject(PeopleKinds.GROUP, "User", name), causes));
    }
}
