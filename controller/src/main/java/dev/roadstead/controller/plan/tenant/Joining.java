package dev.roadstead.controller.plan.tenant;

import dev.roadstead.model.Invitation;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Organization.Member;
import dev.roadstead.model.Organization.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What becomes of accepted Invitations.
 *
 * @param members of the Organization with those who join; as they are if nobody does
 * @param joined Invitations that are fulfilled once those are the members
 */
public record Joining(List<Member> members, List<Invitation> joined) {
    /**
     * Of the Invitations in an Organization's namespace. Whoever is a member keeps the role; nobody becomes an owner by an
     * Invitation; while it is suspended nobody joins.
     *
     * @param exists whether there is such a User
     */
    public static Joining of(Organization organization, List<Invitation> invitations, Predicate<String> exists) {
        List<Member> members = new ArrayList<>(organization.spec().members());
        List<Invitation> joined = new ArrayList<>();
        if (organization.spec().suspended()) {
            return new Joining(List.copyOf(members), List.of());
        }
        for (Invitation invitation : invitations) {
            Invitation.Status status = invitation.status();
            String user = status == null || status.joined() ? null : status.acceptedBy();
            if (user == null || !exists.test(user)) {
                continue;
            }
            boolean member = members.stream().anyMatch(known -> known.user().equals(user));
            if (!member && invitation.spec().role() == Role.Owner) {
                continue;
            }
            if (!member) {
                members.add(new Member(user, invitation.spec().role()));
            }
            joined.add(invitation);
        }
        return new Joining(List.copyOf(members), List.copyOf(joined));
    }

    /** Whether anybody is new. */
    public boolean changes(Organization organization) {
        return !members.equals(organization.spec().members());
    }
}
