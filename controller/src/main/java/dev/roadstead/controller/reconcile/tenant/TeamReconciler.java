package dev.roadstead.controller.reconcile.tenant;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.tenant.Owner;
import dev.roadstead.controller.plan.tenant.ProjectPlaces;
import dev.roadstead.controller.plan.tenant.Rights;
import dev.roadstead.controller.plan.tenant.TeamPlan;
import dev.roadstead.controller.plan.tenant.TeamSnapshot;
import dev.roadstead.controller.plan.tenant.TeamSnapshot.Area;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Project;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Team;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives a Team's members what its grants say, in the namespaces of Projects. */
public final class TeamReconciler implements Reconciler {
    private final ApiClient client;
    private final TenantCaches caches;
    private final Holdings holdings;
    private final StatusCommitter committer;
    private final InstantSource clock;

    public TeamReconciler(ApiClient client, TenantCaches caches, InstantSource clock) {
        this.client = client;
        this.caches = caches;
        this.holdings = new Holdings(client, caches);
        this.committer = new StatusCommitter(client);
        this.clock = clock;
    }

    @Override
    public Outcome reconcile(String key) {
        Key parsed = Key.parse(key);
        Team team = caches.teams().find(parsed.namespace(), parsed.name());
        if (team == null) {
            holdings.bring(new Owner(Owner.TEAM, key), Rights.NONE);
            return Outcome.DONE;
        }
        boolean held = team.metadata().finalizers().contains(Labels.TEAM_FINALIZER);
        if (team.metadata().deleting()) {
            holdings.bring(Owner.of(team), Rights.NONE);
            if (held) {
                client.hold(ResourceType.TEAM, team, Labels.TEAM_FINALIZER, false);
            }
            return Outcome.DONE;
        }
        TeamPlan plan = plan(team);
        if (!held && !plan.rights().equals(Rights.NONE)) {
            team = client.hold(ResourceType.TEAM, team, Labels.TEAM_FINALIZER, true);
        }
        holdings.bring(Owner.of(team), plan.rights());
        committer.commit(ResourceType.TEAM, team, plan.status(team, clock.instant()));
        return Outcome.DONE;
    }

    private TeamPlan plan(Team team) {
        String namespace = String.valueOf(team.metadata().namespace());
        return caches.organizationOf(namespace)
                .map(organization -> TeamPlan.of(new TeamSnapshot(
                        team, caches.membership(organization), caches.users().all(), areas(namespace))))
                .orElseGet(() -> TeamPlan.outside(
                        "namespace %s belongs to no Organization; create the Team in the namespace of one"
                                .formatted(namespace)));
    }

    private Map<String, List<Area>> areas(String organization) {
        Map<String, List<Area>> areas = new HashMap<>();
        for (Project project : caches.projects().byIndex(TenantCaches.NAMESPACE, organization)) {
            Set<String> wanted = ProjectPlaces.names(project);
            List<Area> own =
                    caches
                            .namespaces()
                            .byIndex(TenantCaches.OWNER_UID, project.metadata().requireUid())
                            .stream()
                            .filter(namespace -> !namespace.metadata().deleting())
                            .map(namespace -> new Area(
                                    namespace.metadata().name(),
                                    namespace.metadata().labels().get(Labels.ENVIRONMENT),
                                    !wanted.contains(namespace.metadata().name()),
                                    caches.applications()
                                            .byIndex(
                                                    TenantCaches.NAMESPACE,
                                                    namespace.metadata().name())))
                            .toList();
            if (!own.isEmpty() && !project.metadata().deleting()) {
                areas.put(project.metadata().name(), own);
            }
        }
        return areas;
    }
}
