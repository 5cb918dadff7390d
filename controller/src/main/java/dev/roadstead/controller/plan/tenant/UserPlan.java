package dev.roadstead.controller.plan.tenant;

import dev.roadstead.controller.plan.tenant.Place.Claim;
import dev.roadstead.model.ClusterRole;
import dev.roadstead.model.ClusterRoleBinding;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Organization;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Role.Rule;
import dev.roadstead.model.RoleBinding;
import dev.roadstead.model.RoleBinding.RoleRef;
import dev.roadstead.model.RoleBinding.Subject;
import dev.roadstead.model.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What there is to be for a User: a namespace, where the person's Sessions and ApiKeys lie, and the right to see the own
 * User.
 */
public record UserPlan(Place place, Rights rights) {
    private static final String SELF = "roadstead:self";

    public static UserPlan of(User user) {
        Owner owner = Owner.of(user);
        String name = user.metadata().name();
        String namespace = "user-" + name;
        List<Subject> self = List.of(Subject.user(name));
        String called = "roadstead:user:" + name;
        ObjectMeta metadata = Owner.ownedBy(ResourceType.USER, user, owner.metadata(null, called));
        Rights rights = new Rights(
                List.of(),
                List.of(new RoleBinding(owner.metadata(namespace, "self"), self, RoleRef.clusterRole(SELF))),
                List.of(new ClusterRole(
                        metadata,
                        List.of(Rule.of(List.of(ResourceType.USER.plural()), List.of(name), List.of("get"))))),
                List.of(new ClusterRoleBinding(metadata, self, RoleRef.clusterRole(called))));
        return new UserPlan(new Place(namespace, user.metadata().requireUid(), Map.of(Labels.USER, name)), rights);
    }

    /**
     * Whether one of these Organizations that the User has joined wants a second factor. Whoever is only named by others may
     * do without, but does nothing there: anybody could otherwise name a stranger.
     */
    public static boolean mfaRequired(String user, Collection<Organization> organizations) {
        return organizations.stream()
                .filter(organization -> organization.spec().requireMfa())
                .filter(organization -> organization.spec().members().stream()
                        .anyMatch(member -> member.user().equals(user)))
                .anyMatch(organization -> organization.status() != null
                        && organization.status().joined().contains(user));
    }

    /** The User's conditions, with Ready. */
    public List<Condition> conditions(User user, Claim claim, Instant now) {
        List<Readiness> problems = new ArrayList<>();
        if (claim == Claim.TAKEN) {
            problems.add(Place.taken(place.namespace()));
        }
        if (claim == Claim.GOING) {
            problems.add(Readiness.problem("NamespaceGoing", "namespace " + place.namespace() + " is being deleted"));
        }
        return Readiness.of(problems)
                .in(
                        user.status() == null ? List.of() : user.status().conditions(),
                        user.metadata().generation(),
                        now);
    }
}
