package dev.roadstead.controller.plan.tenant;

import dev.roadstead.model.ClusterRole;
import dev.roadstead.model.ClusterRoleBinding;
import dev.roadstead.model.Invitation;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Organization.Role;
import dev.roadstead.model.Organization.Status;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Role.Rule;
import dev.roadstead.model.RoleBinding;
import dev.roadstead.model.RoleBinding.RoleRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What there is to be for an Organization.
 *
 * @param place its namespace
 * @param rights what its members may do in that, and to the Organization itself
 */
public record OrganizationPlan(Place place, Rights rights) {

    public static OrganizationPlan of(Organization organization, Membership membership) {
        String name = organization.metadata().name();
        Map<String, String> labels = new HashMap<>(Map.of(Labels.ORGANIZATION, name));
        if (membership.suspended()) {
            labels.put(Labels.SUSPENDED, "true");
        }
        Place place = new Place(name, organization.metadata().requireUid(), labels);
        return new OrganizationPlan(place, rights(organization, membership));
    }

    private static Rights rights(Organization organization, Membership membership) {
        Owner owner = Owner.of(organization);
        String name = organization.metadata().name();
        List<RoleBinding> bindings = new ArrayList<>();
        for (Role role : Role.values()) {
            String called = role.name().toLowerCase(Locale.ROOT);
            var subjects = membership.subjects(membership.with(role));
            if (!subjects.isEmpty()) {
                bindings.add(new RoleBinding(
                        owner.metadata(name, "organization:" + called),
                        subjects,
                        RoleRef.clusterRole("roadstead:organization-" + called)));
            }
        }
        List<ClusterRole> roles = new ArrayList<>();
        List<ClusterRoleBinding> clusterBindings = new ArrayList<>();
        for (boolean own : new boolean[] {false, true}) {
            Set<String> users =
                    own ? membership.with(Role.Owner) : membership.roles().keySet();
            var subjects = membership.subjectsEverywhere(users);
            if (!subjects.isEmpty()) {
                String called = "roadstead:organization:" + name + (own ? ":owner" : ":member");
                ObjectMeta metadata =
                        Owner.ownedBy(ResourceType.ORGANIZATION, organization, owner.metadata(null, called));
                List<String> verbs = own ? List.of("get", "update", "patch") : List.of("get");
                Rule rule = Rule.of(List.of(ResourceType.ORGANIZATION.plural()), List.of(name), verbs);
                roles.add(new ClusterRole(metadata, List.of(rule)));
                clusterBindings.add(new ClusterRoleBinding(metadata, subjects, RoleRef.clusterRole(called)));
            }
        }
        return new Rights(List.of(), List.copyOf(bindings), List.copyOf(roles), List.copyOf(clusterBindings));
    }

    /**
     * What is known of it.
     *
     * @param planless whether it names a Plan that there is not
     * @param projects how many it has
     * @param invitations in its namespace
     */
    public static Status status(
            Organization organization,
            Membership membership,
            Place.Claim claim,
            boolean planless,
            int projects,
            List<Invitation> invitations,
            Instant now) {
        List<Readiness> problems = new ArrayList<>();
        if (planless) {
            problems.add(PlanLimits.notFound(organization));
        }
        if (claim == Place.Claim.TAKEN) {
            problems.add(Place.taken(organization.metadata().name()));
        }
        if (claim == Place.Claim.GOING) {
            problems.add(Readiness.problem(
                    "NamespaceGoing",
                    "namespace %s is being deleted; it is made anew when it is gone"
                            .formatted(organization.metadata().name())));
        }
        if (membership.suspended()) {
            problems.add(Readiness.problem(
                    "Suspended", "spec.suspended is set: its applications are stopped, and members may only look"));
        }
        if (!membership.unknown().isEmpty()) {
            problems.add(Readiness.problem(
                    "UnknownUsers",
                    "there is no User %s; take such members out, for whoever gets such a name is one"
                            .formatted(String.join(", ", membership.unknown()))));
        }
        return status(
                organization,
                membership,
                projects,
                joined(organization, membership, invitations),
                Readiness.of(problems),
                now);
    }

    /** Invitations may go, and the memory of them with the membership. */
    private static List<String> joined(Organization organization, Membership membership, List<Invitation> invitations) {
        SortedSet<String> joined = new TreeSet<>();
        if (organization.status() != null) {
            joined.addAll(organization.status().joined());
        }
        invitations.stream()
                .map(Invitation::status)
                .filter(status -> status != null && status.joined() && status.acceptedBy() != null)
                .forEach(status -> joined.add(String.valueOf(status.acceptedBy())));
        joined.retainAll(membership.roles().keySet());
        return List.copyOf(joined);
    }

    private static Status status(
            Organization organization,
            Membership membership,
            int projects,
            List<String> joined,
            Readiness readiness,
            Instant now) {
        long generation = organization.metadata().generation();
        Status before = organization.status();
        return new Status(
                generation,
                membership.roles().size(),
                projects,
                joined,
                readiness.in(before == null ? List.of() : before.conditions(), generation, now));
    }

    /** While it is deleted: {@code left} says what it waits for. */
    public static Status going(Organization organization, int projects, String left, Instant now) {
        Membership nobody = Membership.of(organization, _ -> true);
        return status(
                organization,
                nobody,
                projects,
                List.of(),
                Readiness.problem("Deleting", "waits until " + left + " is gone"),
                now);
    }
}
