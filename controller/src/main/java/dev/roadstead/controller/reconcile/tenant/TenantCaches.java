package dev.roadstead.controller.reconcile.tenant;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.tenant.Membership;
import dev.roadstead.controller.plan.tenant.Place;
import dev.roadstead.controller.plan.tenant.PlanLimits;
import dev.roadstead.model.Application;
import dev.roadstead.model.ClusterRole;
import dev.roadstead.model.ClusterRoleBinding;
import dev.roadstead.model.Invitation;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Organization.Member;
import dev.roadstead.model.Plan;
import dev.roadstead.model.Project;
import dev.roadstead.model.Resource;
import dev.roadstead.model.Role;
import dev.roadstead.model.RoleBinding;
import dev.roadstead.model.Team;
import dev.roadstead.model.User;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is read from memory; each with the indexes that are named here for it. */
public record TenantCaches(
        Lister<Organization> organizations,
        Lister<Plan> plans,
        Lister<Project> projects,
        Lister<Team> teams,
        Lister<User> users,
        Lister<Invitation> invitations,
        Lister<Namespace> namespaces,
        Lister<Application> applications,
        Lister<Role> roles,
        Lister<RoleBinding> roleBindings,
        Lister<ClusterRole> clusterRoles,
        Lister<ClusterRoleBinding> clusterRoleBindings) {
    /** Of what lies in a namespace: that. */
    public static final String NAMESPACE = "namespace";

    /** Of Organizations: the names of their members. */
    public static final String MEMBER = "member";

    /** Of namespaces: the uid of whom they were made for. */
    public static final String OWNER_UID = "ownerUid";

    /** Of namespaces: the Organization that they are of, by their labels. */
    public static final String ORGANIZATION = "organization";

    /** Of RBAC objects: the label that says whom they were made for. */
    public static final String MADE_FOR = "madeFor";

    public static Map<String, Function<? super Organization, Collection<String>>> organizationIndexes() {
        return Map.of(
                MEMBER,
                organization -> organization.spec().members().stream()
                        .map(Member::user)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** For Projects, Teams and Invitations. */
    public static <T extends Resource> Map<String, Function<? super T, Collection<String>>> byNamespace() {
        return Map.of(
                NAMESPACE, object -> Set.of(String.valueOf(object.metadata().namespace())));
    }

    public static Map<String, Function<? super Namespace, Collection<String>>> namespaceIndexes() {
        return Map.of(
                OWNER_UID,
                namespace -> setOf(Place.owner(namespace)),
                ORGANIZATION,
                namespace -> setOf(namespace.metadata().labels().get(Labels.ORGANIZATION)));
    }

    /** For Roles and the like. */
    public static <T extends Resource> Map<String, Function<? super T, Collection<String>>> madeIndexes() {
        return Map.of(MADE_FOR, object -> setOf(object.metadata().labels().get(Labels.MADE_FOR)));
    }

    private static Set<String> setOf(@Nullable String value) {
        return value == null ? Set.of() : Set.of(value);
    }

    /**
     * The Organization whose namespace this is, with the limits of its Plan; empty if it is nobody's, or its Organization is
     * going.
     */
    Optional<Organization> organizationOf(String namespace) {
        Organization organization = organizations.find("", namespace);
        Namespace there = namespaces.find("", namespace);
        if (organization == null || organization.metadata().deleting() || there == null) {
            return Optional.empty();
        }
        return Optional.of(organization)
                .filter(each -> each.metadata().requireUid().equals(Place.owner(there)))
                .map(each -> PlanLimits.applied(each, planOf(each)));
    }

    /** Whether it names a Plan that there is not. */
    boolean isPlanless(Organization organization) {
        return PlanLimits.unknown(organization, planOf(organization));
    }

    private @Nullable Plan planOf(Organization organization) {
        String plan = organization.spec().plan();
        return plan == null ? null : plans.find("", plan);
    }

    /** Who belongs to it. A User that is going is none any more. */
    Membership membership(Organization organization) {
        return Membership.of(organization, this::isUser);
    }

    boolean isUser(String name) {
        User user = users.find("", name);
        return user != null && !user.metadata().deleting();
    }
}
