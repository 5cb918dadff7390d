package dev.roadstead.controller.app;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.informer.Informer;
import dev.roadstead.controller.reconcile.tenant.TenantCaches;
import dev.roadstead.controller.reconcile.usage.UsageCaches;
import dev.roadstead.model.ClusterRole;
import dev.roadstead.model.ClusterRoleBinding;
import dev.roadstead.model.Invitation;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Plan;
import dev.roadstead.model.Project;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Role;
import dev.roadstead.model.RoleBinding;
import dev.roadstead.model.Team;
import dev.roadstead.model.UsageReport;
import dev.roadstead.model.User;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The kinds of people and tenants, and what they are compiled to. */
final class TenantInformers {
    final Informer<Organization> organizations;
    final Informer<Project> projects;
    final Informer<Team> teams;
    final Informer<User> users;
    final Informer<Invitation> invitations;
    final Informer<Plan> plans;
    final Informer<UsageReport> usageReports;
    final Informer<Role> roles;
    final Informer<RoleBinding> roleBindings;
    final Informer<ClusterRole> clusterRoles;
    final Informer<ClusterRoleBinding> clusterRoleBindings;

    TenantInformers(ApiClient client) {
        this.organizations = new Informer<>(client, ResourceType.ORGANIZATION, TenantCaches.organizationIndexes());
        this.projects = new Informer<>(client, ResourceType.PROJECT, TenantCaches.byNamespace());
        this.teams = new Informer<>(client, ResourceType.TEAM, TenantCaches.byNamespace());
        this.users = new Informer<>(client, ResourceType.USER, Map.of());
        this.invitations = new Informer<>(client, ResourceType.INVITATION, TenantCaches.byNamespace());
        this.plans = new Informer<>(client, ResourceType.PLAN, Map.of());
        this.usageReports = new Informer<>(
                client,
                ResourceType.USAGE_REPORT,
                Map.of(UsageCaches.PROJECT, report -> Set.of(UsageCaches.projectOf(report))));
        this.roles = new Informer<>(client, ResourceType.ROLE, TenantCaches.madeIndexes());
        this.roleBindings = new Informer<>(client, ResourceType.ROLE_BINDING, TenantCaches.madeIndexes());
        this.clusterRoles = new Informer<>(client, ResourceType.CLUSTER_ROLE, TenantCaches.madeIndexes());
        this.clusterRoleBindings =
                new Informer<>(client, ResourceType.CLUSTER_ROLE_BINDING, TenantCaches.madeIndexes());
    }

    List<Informer<?>> all() {
        return List.of(
                organizations,
                projects,
                teams,
                users,
                invitations,
                plans,
                usageReports,
                roles,
                roleBindings,
                clusterRoles,
                clusterRoleBindings);
    }
}
