package dev.roadstead.controller.plan.tenant;

import dev.roadstead.model.Organization;
import dev.roadstead.model.Organization.Member;
import dev.roadstead.model.Organization.Role;
import dev.roadstead.model.RoleBinding.Subject;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Who belongs to an Organization, and as what.
 *
 * @param roles of the members that exist, by the name of the User
 * @param unknown members that are no Users
 * @param requireMfa whether members count only when they signed in with a second factor
 * @param suspended whether all members may only look
 */
public record Membership(
        SortedMap<String, Role> roles, NavigableSet<String> unknown, boolean requireMfa, boolean suspended) {
    /** The API server adds this group, with the name of the User, for whoever signed in with a second factor. */
    public static final String MFA_GROUP = "roadstead:mfa:";

    /** {@code exists} says whether there is such a User. */
    public static Membership of(Organization organization, Predicate<String> exists) {
        SortedMap<String, Role> roles = new TreeMap<>();
        NavigableSet<String> unknown = new TreeSet<>();
        for (Member member : organization.spec().members()) {
            if (exists.test(member.user())) {
                roles.put(member.user(), member.role());
            } else {
                unknown.add(member.user());
            }
        }
        return new Membership(
                roles,
                unknown,
                organization.spec().requireMfa(),
                organization.spec().suspended());
    }

    public boolean has(String user) {
        return roles.containsKey(user);
    }

    /** Those who have this role now. */
    Set<String> with(Role role) {
        Set<String> users = new TreeSet<>();
        roles.forEach((user, own) -> {
            if ((suspended ? Role.Viewer : own) == role) {
                users.add(user);
            }
        });
        return users;
    }

    /**
     * Those of the users that are members, as a RoleBinding names them; in order. The API server asks for the second factor
     * itself in the Organization's namespaces, and says so to whoever lacks it.
     */
    List<Subject> subjects(Collection<String> users) {
        return subjects(users, Subject::user);
    }

    /** As {@link #subjects}, as a ClusterRoleBinding names them, where nobody but the binding asks for the second factor. */
    List<Subject> subjectsEverywhere(Collection<String> users) {
        return subjects(users, user -> requireMfa ? Subject.group(MFA_GROUP + user) : Subject.user(user));
    }

    private List<Subject> subjects(Collection<String> users, Function<String, Subject> named) {
        return new TreeSet<>(users).stream().filter(this::has).map(named).toList();
    }
}
