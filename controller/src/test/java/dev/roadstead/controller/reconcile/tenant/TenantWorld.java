package dev.roadstead.controller.reconcile.tenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.fixture.MemoryApi;
import dev.roadstead.controller.fixture.People;
import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.model.ClusterRoleBinding;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Invitation;
import dev.roadstead.model.Json;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Organization.Role;
import dev.roadstead.model.Plan;
import dev.roadstead.model.Project;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.RoleBinding;
import dev.roadstead.model.RoleBinding.Subject;
import dev.roadstead.model.Team;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The reconcilers of people and tenants over an API in memory, which ends namespaces as the server does. */
final class TenantWorld {
    private static final List<ResourceType<?>> IN_NAMESPACES = List.of(
            ResourceType.PROJECT,
            ResourceType.TEAM,
            ResourceType.INVITATION,
            ResourceType.APPLICATION,
            ResourceType.ROLE,
            ResourceType.ROLE_BINDING,
            ResourceType.RESOURCE_QUOTA);

    final MemoryApi api;
    private final Reconciler organizations;
    private final Reconciler projects;
    private final Reconciler teams;
    private final Reconciler users;

    TenantWorld() {
        this(new MemoryApi(new Effects(), () -> Instant.EPOCH));
    }

    /** A new process over what there is. */
    TenantWorld(MemoryApi api) {
        this.api = api;
        TenantCaches caches = new TenantCaches(
                api.lister(ResourceType.ORGANIZATION, TenantCaches.organizationIndexes()),
                api.lister(ResourceType.PLAN, Map.of()),
                api.lister(ResourceType.PROJECT, TenantCaches.byNamespace()),
                api.lister(ResourceType.TEAM, TenantCaches.byNamespace()),
                api.lister(ResourceType.USER, Map.of()),
                api.lister(ResourceType.INVITATION, TenantCaches.byNamespace()),
                api.lister(ResourceType.NAMESPACE, TenantCaches.namespaceIndexes()),
                api.lister(ResourceType.APPLICATION, TenantCaches.byNamespace()),
                api.lister(ResourceType.ROLE, TenantCaches.madeIndexes()),
                api.lister(ResourceType.ROLE_BINDING, TenantCaches.madeIndexes()),
                api.lister(ResourceType.CLUSTER_ROLE, TenantCaches.madeIndexes()),
                api.lister(ResourceType.CLUSTER_ROLE_BINDING, TenantCaches.madeIndexes()));
        this.organizations = new OrganizationReconciler(api, caches, () -> Instant.EPOCH);
        this.projects = new ProjectReconciler(api, caches, () -> Instant.EPOCH);
        this.teams = new TeamReconciler(api, caches, () -> Instant.EPOCH);
        this.users = new UserReconciler(api, caches, () -> Instant.EPOCH);
    }

    /** Passes over everything until nothing changes any more. */
    void settle() throws InterruptedException {
        long before = -1;
        for (int round = 0; before != api.revision(); round++) {
            if (round > 30) {
                throw new AssertionError("it does not come to rest");
            }
            before = api.revision();
            passes(organizations, ResourceType.ORGANIZATION);
            passes(projects, ResourceType.PROJECT);
            passes(teams, ResourceType.TEAM);
            passes(users, ResourceType.USER);
            endNamespaces();
        }
    }

    private void passes(Reconciler reconciler, ResourceType<?> type) throws InterruptedException {
        for (Resource each : api.list(type).items()) {
            reconciler.reconcile(each.key());
        }
    }

    private void endNamespaces() {
        for (ResourceType<?> type : IN_NAMESPACES) {
            for (Resource each : api.list(type).items()) {
                String namespace = String.valueOf(each.metadata().namespace());
                if (api.find(ResourceType.NAMESPACE, "", namespace).isEmpty()) {
                    delete(type, each);
                }
            }
        }
    }

    void delete(ResourceType<?> type, Resource object) {
        String namespace = object.metadata().namespace();
        api.delete(
                type,
                namespace == null ? "" : namespace,
                object.metadata().name(),
                object.metadata().requireUid());
    }

    /** A pass over a Team that is gone. */
    void passOverTeam(String key) throws InterruptedException {
        teams.reconcile(key);
    }

    void users(String... names) {
        for (String name : names) {
            api.create(ResourceType.USER, People.user(name));
        }
    }

    void organization(String name, String spec) {
        api.create(ResourceType.ORGANIZATION, People.organization(name, spec));
    }

    void plan(String name, String spec) {
        ObjectNode object = (ObjectNode) Routes.yaml("{metadata: {name: %s}, spec: %s}".formatted(name, spec));
        api.create(ResourceType.PLAN, Json.mapper().convertValue(object, Plan.class));
    }

    void project(String namespace, String name, String spec) {
        api.create(ResourceType.PROJECT, People.project(namespace, name, spec));
    }

    void team(String namespace, String name, String spec) {
        api.create(ResourceType.TEAM, People.team(namespace, name, spec));
    }

    void namespace(String name) {
        ObjectMeta metadata = ObjectMeta.toCreate(null, name, Map.of(), List.of(), List.of());
        api.create(ResourceType.NAMESPACE, new Namespace(metadata));
    }

    void patch(ResourceType<?> type, String namespace, String name, String yaml) {
        api.patch(type, namespace, name, Routes.yaml(yaml));
    }

    Optional<Namespace> namespaceOf(String name) {
        return api.find(ResourceType.NAMESPACE, "", name);
    }

    /** Who is bound to a role in a namespace: names of Users and Groups. */
    List<String> bound(String namespace, String role) {
        return List.copyOf(new TreeSet<>(api.list(ResourceType.ROLE_BINDING).items().stream()
                .filter(binding -> namespace.equals(binding.metadata().namespace()))
                .filter(binding -> binding.roleRef().name().equals(role))
                .map(RoleBinding::subjects)
                .flatMap(List::stream)
                .map(Subject::name)
                .toList()));
    }

    /** As {@link #bound}, by ClusterRoleBindings. */
    List<String> boundEverywhere(String role) {
        return List.copyOf(new TreeSet<>(api.list(ResourceType.CLUSTER_ROLE_BINDING).items().stream()
                .filter(binding -> binding.roleRef().name().equals(role))
                .map(ClusterRoleBinding::subjects)
                .flatMap(List::stream)
                .map(Subject::name)
                .toList()));
    }

    Condition ready(ResourceType<?> type, String namespace, String name) {
        Resource object = api.find(type, namespace, name).orElseThrow();
        List<Condition> conditions = switch (object) {
            case Organization it ->
                it.status() == null ? List.of() : it.status().conditions();
            case Project it -> it.status() == null ? List.of() : it.status().conditions();
            case Team it -> it.status() == null ? List.of() : it.status().conditions();
            default -> throw new IllegalArgumentException(object.key());
        };
        @Nullable Condition ready = Conditions.find(conditions, "Ready");
        if (ready == null) {
            throw new AssertionError(object.key() + " has no condition Ready");
        }
        return ready;
    }

    /** Every RBAC object and namespace that is marked as made for somebody. */
    List<String> made() {
        return List.of(
                        ResourceType.ROLE,
                        ResourceType.ROLE_BINDING,
                        ResourceType.CLUSTER_ROLE,
                        ResourceType.CLUSTER_ROLE_BINDING,
                        ResourceType.NAMESPACE)
                .stream()
                .flatMap(type -> api.list(type).items().stream()
                        .filter(each -> each.metadata().labels().containsKey(Labels.MADE_FOR)
                                || each.metadata().annotations().containsKey(Labels.OWNER_UID))
                        .map(each -> type.plural() + "/" + each.key()))
                .toList();
    }

    /** One Organization with a Project and a Team. */
    void begin() throws InterruptedException {
        users("olga", "adam", "dora", "vera", "eve");
        organization("acme", """
                {members: [{user: olga, role: Owner}, {user: adam, role: Admin}, {user: dora, role: Developer},
                 {user: vera, role: Viewer}], limits: {projectQuota: {limits.memory: 2Gi}}}""");
        project("acme", "shop", "{policyLevel: Privileged, environments: [{name: qa}]}");
        team("acme", "ops", "{members: [vera, eve], grants: [{project: shop, environment: qa, role: Admin}]}");
        settle();
    }

    void members(String yaml) {
        patch(ResourceType.ORGANIZATION, "", "acme", "{spec: {members: %s}}".formatted(yaml));
    }

    Organization organization() {
        return api.find(ResourceType.ORGANIZATION, "", "acme").orElseThrow();
    }

    void invitation(String namespace, String user, Role role) {
        ObjectMeta metadata = ObjectMeta.toCreate(namespace, "of-" + user, Map.of(), List.of(), List.of());
        api.create(
                ResourceType.INVITATION,
                new Invitation(metadata, new Invitation.Spec(user + "@example.com", role), null));
        api.patchStatus(
                ResourceType.INVITATION,
                namespace,
                "of-" + user,
                Routes.yaml("{status: {acceptedBy: %s}}".formatted(user)));
    }
}
