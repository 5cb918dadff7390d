package dev.roadstead.controller.app;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.informer.Informer;
import dev.roadstead.controller.lease.FencedClient;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.loop.ControllerLoop;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.tenant.Owner;
import dev.roadstead.controller.reconcile.tenant.OrganizationReconciler;
import dev.roadstead.controller.reconcile.tenant.ProjectReconciler;
import dev.roadstead.controller.reconcile.tenant.TeamReconciler;
import dev.roadstead.controller.reconcile.tenant.TenantCaches;
import dev.roadstead.controller.reconcile.tenant.UserReconciler;
import dev.roadstead.controller.trigger.TenantTriggers;
import dev.roadstead.model.Resource;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The loops of people and tenants. One server has them. */
final class Tenants implements AutoCloseable {
    private final TenantInformers followed;
    /** By the kind of an {@link Owner}. */
    private final Map<String, ControllerLoop> loops;

    Tenants(ApiClient client, Informers informers, Ownership ownership, Clock clock) {
        this.followed = informers.tenants;
        ApiClient fenced = new FencedClient(client, ownership, Shards.APPLICATIONS);
        TenantCaches caches = new TenantCaches(
                followed.organizations.lister(),
                followed.plans.lister(),
                followed.projects.lister(),
                followed.teams.lister(),
                followed.users.lister(),
                followed.invitations.lister(),
                informers.namespaces.lister(),
                informers.applications.lister(),
                followed.roles.lister(),
                followed.roleBindings.lister(),
                followed.clusterRoles.lister(),
                followed.clusterRoleBindings.lister());
        this.loops = Map.of(
                Owner.ORGANIZATION, loop("organizations", new OrganizationReconciler(fenced, caches, clock), ownership),
                Owner.PROJECT, loop("projects", new ProjectReconciler(fenced, caches, clock), ownership),
                Owner.TEAM, loop("teams", new TeamReconciler(fenced, caches, clock), ownership),
                Owner.USER, loop("users", new UserReconciler(fenced, caches, clock), ownership));
    }

    /** With one worker: what members may do changes by one pass at a time, and Projects are counted. */
    private static ControllerLoop loop(String name, Reconciler reconciler, Ownership ownership) {
        return Sharded.loop(name, reconciler, ownership, 1);
    }

    /** Says which changes concern them; before the informers start. */
    void wokenBy(Informers informers) {
        var triggers = new TenantTriggers(
                followed.organizations.lister(),
                followed.projects.lister(),
                followed.teams.lister(),
                informers.namespaces.lister(),
                followed.invitations.lister());
        wake(followed.organizations, triggers::organization);
        wake(followed.plans, triggers::plan);
        wake(followed.projects, triggers::project);
        wake(followed.teams, TenantTriggers::team);
        wake(followed.users, triggers::user);
        wake(followed.invitations, TenantTriggers::invitation);
        wake(informers.namespaces, triggers::namespace);
        wake(informers.applications, triggers::application);
        wake(informers.quotas, TenantTriggers::made);
        wake(followed.roles, TenantTriggers::made);
        wake(followed.roleBindings, TenantTriggers::made);
        wake(followed.clusterRoles, TenantTriggers::made);
        wake(followed.clusterRoleBindings, TenantTriggers::made);
    }

    private <T extends Resource> void wake(
            Informer<T> informer, BiFunction<@Nullable T, @Nullable T, Set<Owner>> owners) {
        informer.onChange((before, after) -> owners.apply(before, after).forEach(this::enqueue));
    }

    private void enqueue(Owner owner) {
        ControllerLoop loop = loops.get(owner.kind());
        if (loop != null) {
            loop.enqueue(owner.key());
        }
    }

    /** All that may have become this server's. */
    void wakeAll() {
        followed.organizations.lister().all().forEach(each -> enqueue(Owner.of(each)));
        followed.projects.lister().all().forEach(each -> enqueue(Owner.of(each)));
        followed.teams.lister().all().forEach(each -> enqueue(Owner.of(each)));
        followed.users.lister().all().forEach(each -> enqueue(Owner.of(each)));
    }

    void start() {
        loops.values().forEach(ControllerLoop::start);
    }

    @Override
    public void close() {
        loops.values().forEach(ControllerLoop::close);
    }
}
