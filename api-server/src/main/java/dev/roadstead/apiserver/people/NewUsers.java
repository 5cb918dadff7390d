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

/** Who may become a User, and the object that one becomes. Blocks; thread-safe. */
public final class NewUsers {
    private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,38}[a-z0-9])?");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+");
    private static final int MAX_EMAIL = 254;
    private static final int MAX_DISPLAY_NAME = 128;
    /** What the server's own administrator is called; a person must not be taken for it. */
    private static final Set<String> RESERVED = Set.of("kubernetes-admin");

    private final PeopleObjects objects;
    private final People people;
    private final Organizations organizations;
    private final Homes homes;
    private final Predicate<String> isBound;

    /**
     * Wires it.
     *
     * @param isBound whether roles are bound to a name: who registered by it would get what was meant for another
     */
    public NewUsers(
            PeopleObjects objects, People people, Organizations organizations, Homes homes, Predicate<String> isBound) {
        this.objects = objects;
        this.people = people;
        this.organizations = organizations;
        this.homes = homes;
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

    /**
     * Makes a User of somebody for whom an IdentityProvider vouches that registers people.
     *
     * @param applicant without a password
     * @throws ApiException Invalid; Conflict when the name or the e-mail address is taken
     */
    UserView vouchedFor(Applicant applicant, Origin origin) {
        check(applicant);
        return create(applicant, origin);
    }

    /**
     * Whether somebody may become a User.
     *
     * @throws ApiException as {@link #vouchedFor}
     */
    void check(Applicant applicant) {
        checkFields(applicant);
        checkFree(applicant);
    }

    /** Makes the object, without anything to sign in by. */
    UserView create(Applicant applicant, Origin origin) {
        Target target = objects.kinds().user(applicant.name());
        ObjectNode user = PeopleObjects.blank(target);
        ObjectNode spec = user.putObject("spec").put("email", applicant.email());
        if (!applicant.displayName().isEmpty()) {
            spec.put("displayName", applicant.displayName());
        }
        return UserView.of(objects.create(target, user, origin.as(applicant.name())));
    }

    private static void checkFields(Applicant applicant) {
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
        // Whoever registered by a name that an Organization has already would get what was meant for another.
        if (people.named(name) != null
                || homes.isTaken(name)
                || isBound.test(name)
                || !organizations.membershipsOf(name).isEmpty()) {
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

    static ApiException invalid(String name, List<Cause> causes) {
        return new ApiException(new ApiFault.Invalid(new ApiFault.Subject(PeopleKinds.GROUP, "User", name), causes));
    }
}
