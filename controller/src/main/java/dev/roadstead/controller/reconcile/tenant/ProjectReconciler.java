package dev.roadstead.controller.reconcile.tenant;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.client.PatchOf;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.tenant.Owner;
import dev.roadstead.controller.plan.tenant.Place;
import dev.roadstead.controller.plan.tenant.Place.Claim;
import dev.roadstead.controller.plan.tenant.ProjectPlaces;
import dev.roadstead.controller.plan.tenant.ProjectPlaces.ProjectPlace;
import dev.roadstead.controller.plan.tenant.ProjectPlan;
import dev.roadstead.controller.plan.tenant.Rights;
import dev.roadstead.controller.status.MergePatch;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.Json;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Project;
import dev.roadstead.model.ResourceQuota;
import dev.roadstead.model.ResourceType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gives a Project its namespaces, with policy, quota and the rights of its Organization's members. */
public final class ProjectReconciler implements Reconciler {
    private static final Outcome SOON = new Outcome.After(Duration.ofSeconds(2));
    /** Of a namespace that is not known yet it may be that it was made just now. */
    private static final Set<Claim> KEEP = Set.of(Claim.OURS, Claim.ABSENT);

    private static final Outcome LATER = new Outcome.After(Duration.ofSeconds(15));

    private final JsonMapper mapper = Json.mapper();
    private final ApiClient client;
    private final TenantCaches caches;
    private final Places places;
    private final Holdings holdings;
    private final StatusCommitter committer;
    private final InstantSource clock;

    /** For a loop with one worker: Projects of an Organization are counted. */
    public ProjectReconciler(ApiClient client, TenantCaches caches, InstantSource clock) {
        this.client = client;
        this.caches = caches;
        this.places = new Places(client);
        this.holdings = new Holdings(client, caches);
        this.committer = new StatusCommitter(client);
        this.clock = clock;
    }

    @Override
    public Outcome reconcile(String key) {
        Key parsed = Key.parse(key);
        Project project = caches.projects().find(parsed.namespace(), parsed.name());
        if (project == null) {
            holdings.bring(new Owner(Owner.PROJECT, key), Rights.NONE);
            return Outcome.DONE;
        }
        if (project.metadata().deleting()) {
            return remove(project);
        }
        Optional<Organization> organization = caches.organizationOf(parsed.namespace());
        if (organization.isEmpty()) {
            holdings.bring(Owner.of(project), Rights.NONE);
            String why = "namespace %s belongs to no Organization; create the Project in the namespace of one"
                    .formatted(parsed.namespace());
            committer.commit(ResourceType.PROJECT, project, ProjectPlan.outside(project, why, clock.instant()));
            return Outcome.DONE;
        }
        // Before all that may fail on what people write into Projects.
        Failures failures = new Failures();
        Rights kept = rights(organization.get(), project, known(organization.get(), project));
        Owner owner = Owner.of(project);
        failures.attempt(() -> holdings.reduce(owner, kept));
        if (!project.metadata().finalizers().contains(Labels.PROJECT_FINALIZER)) {
            project = client.hold(ResourceType.PROJECT, project, Labels.PROJECT_FINALIZER, true);
        }
        return caches.isPlanless(organization.get())
                ? keep(organization.get(), project, failures)
                : bring(organization.get(), project, failures);
    }

    /** While limits are not known: the namespaces that there are, with the policy and the quota that they have. */
    private Outcome keep(Organization organization, Project project, Failures failures) {
        List<Namespace> made = caches.namespaces()
                .byIndex(TenantCaches.OWNER_UID, project.metadata().requireUid());
        List<String> names = new ArrayList<>();
        for (Place place : ProjectPlaces.asTheyAre(organization, made)) {
            failures.attempt(() -> {
                if (places.look(place) == Claim.OURS) {
                    names.add(place.namespace());
                }
            });
        }
        var membership = caches.membership(organization);
        Rights kept = ProjectPlan.rights(
                project,
                membership,
                made.stream().map(each -> each.metadata().name()).toList());
        Rights rights = ProjectPlan.rights(project, membership, names);
        Owner owner = Owner.of(project);
        failures.attempt(() -> holdings.bring(owner, kept, rights));
        committer.commit(
                ResourceType.PROJECT, project, ProjectPlan.withoutPlan(organization, project, names, clock.instant()));
        failures.fail();
        return LATER;
    }

    /** Namespaces that may be the Project's, as far as is known. */
    private List<ProjectPlace> known(Organization organization, Project project) {
        return Stream.concat(ProjectPlaces.of(organization, project).stream(), leftOver(organization, project).stream())
                .filter(place ->
                        KEEP.contains(place.place().claim(caches.namespaces().find("", place.namespace()))))
                .toList();
    }

    private Rights rights(Organization organization, Project project, List<ProjectPlace> places) {
        return ProjectPlan.rights(
                project,
                caches.membership(organization),
                places.stream().map(ProjectPlace::namespace).toList());
    }

    /** Labels and quota of a namespace first: nobody gets rights where those could not be brought. */
    private Outcome bring(Organization organization, Project project, Failures failures) {
        boolean admitted = isAdmitted(organization, project);
        boolean crowded = isCrowded(organization, project);
        Map<ProjectPlace, Claim> claims = new LinkedHashMap<>();
        for (ProjectPlace place : ProjectPlaces.of(organization, project)) {
            boolean made = admitted && (!crowded || place.environment() == null);
            failures.attempt(() -> claims.put(place, made ? places.bring(place.place()) : places.look(place.place())));
        }
        Map<String, String> inUse = leaveEnvironments(organization, project, claims, failures);
        boolean waiting = crowded && claims.containsValue(Claim.ABSENT);
        List<ProjectPlace> ready = claims.entrySet().stream()
                .filter(each -> each.getValue() == Claim.OURS)
                .map(Map.Entry::getKey)
                .filter(place -> failures.attempt(() -> bringQuota(project, place)))
                .toList();
        List<ProjectPlace> kept = known(organization, project).stream()
                .filter(place -> claims.getOrDefault(place, Claim.OURS) == Claim.OURS)
                .toList();
        Owner owner = Owner.of(project);
        failures.attempt(
                () -> holdings.bring(owner, rights(organization, project, kept), rights(organization, project, ready)));
        committer.commit(
                ResourceType.PROJECT,
                project,
                ProjectPlan.status(organization, project, claims, inUse, admitted, waiting, clock.instant()));
        failures.fail();
        if (claims.containsValue(Claim.GOING)) {
            return SOON;
        }
        return inUse.isEmpty() && !claims.containsValue(Claim.TAKEN) ? Outcome.DONE : LATER;
    }

    /** Counted live where one would be let in: a cache that lags could let in two where there is room for one. */
    private boolean isAdmitted(Organization organization, Project project) {
        if (organization.spec().limits().projects() == null) {
            return true;
        }
        String name = organization.metadata().name();
        boolean live = made(project).isEmpty();
        List<Project> all = live ? places.projects(name) : caches.projects().byIndex(TenantCaches.NAMESPACE, name);
        Set<String> owners = live
                ? places.labelled(name).stream()
                        .map(Place::owner)
                        .map(String::valueOf)
                        .collect(Collectors.toSet())
                : Set.of();
        Set<String> settled = all.stream()
                .filter(each -> live
                        ? owners.contains(each.metadata().requireUid())
                        : !made(each).isEmpty())
                .map(Project::key)
                .collect(Collectors.toSet());
        return ProjectPlan.admits(organization, project, all, settled);
    }

    /** The namespaces that it has, as far as is known. */
    private List<Namespace> made(Project project) {
        return caches.namespaces()
                .byIndex(TenantCaches.OWNER_UID, project.metadata().requireUid());
    }

    /** Those of environments that it wants no more. */
    private List<ProjectPlace> leftOver(Organization organization, Project project) {
        return ProjectPlaces.leftOver(organization, project, made(project));
    }

    private boolean isCrowded(Organization organization, Project project) {
        int environments = project.spec().environments().size();
        return leftOver(organization, project).size() + environments > ProjectPlan.MOST_ENVIRONMENTS;
    }

    /** Deletes those that are no longer wanted and empty, and keeps the others as they are; says what is in them. */
    private Map<String, String> leaveEnvironments(
            Organization organization, Project project, Map<ProjectPlace, Claim> claims, Failures failures) {
        Map<String, String> inUse = new TreeMap<>();
        for (ProjectPlace place : leftOver(organization, project)) {
            failures.attempt(() -> leave(project, place, claims, inUse));
        }
        return inUse;
    }

    private void leave(
            Project project, ProjectPlace place, Map<ProjectPlace, Claim> claims, Map<String, String> inUse) {
        Claim claim = places.look(place.place());
        if (claim != Claim.OURS) {
            return;
        }
        String content = places.content(place.namespace());
        if (content.isEmpty()) {
            if (isWanted(project, place)) {
                return;
            }
            client.find(ResourceType.NAMESPACE, "", place.namespace())
                    .filter(there -> project.metadata().requireUid().equals(Place.owner(there)))
                    .ifPresent(places::remove);
            return;
        }
        inUse.put(String.valueOf(place.environment()), content);
        claims.put(place, claim);
    }

    /** As the Project is now: an environment may have been put back, or all of it deleted, since it was read. */
    private boolean isWanted(Project project, ProjectPlace place) {
        return client.find(
                        ResourceType.PROJECT,
                        String.valueOf(project.metadata().namespace()),
                        project.metadata().name())
                .filter(now ->
                        now.metadata().requireUid().equals(project.metadata().requireUid()))
                .filter(now -> !ProjectPlaces.names(now).contains(place.namespace()))
                .isEmpty();
    }

    private void bringQuota(Project project, ProjectPlace place) {
        ResourceQuota wanted = ProjectPlan.quota(project, place);
        ResourceQuota there = client.find(ResourceType.RESOURCE_QUOTA, place.namespace(), ProjectPlan.QUOTA)
                .orElse(null);
        if (wanted == null) {
            if (there != null && Owner.of(project).equals(Owner.of(there.metadata()))) {
                places.delete(ResourceType.RESOURCE_QUOTA, there);
            }
        } else if (there == null) {
            client.create(ResourceType.RESOURCE_QUOTA, wanted);
        } else if (!there.spec().equals(wanted.spec())) {
            ObjectNode patch = PatchOf.unchanged(there.metadata());
            patch.set("spec", MergePatch.between(mapper.valueToTree(there.spec()), mapper.valueToTree(wanted.spec())));
            patch.withObject("/metadata/labels")
                    .put(Labels.MADE_FOR, Owner.of(project).label());
            client.patch(ResourceType.RESOURCE_QUOTA, place.namespace(), ProjectPlan.QUOTA, patch);
        }
    }

    /** Its namespaces, with all that is in them; whoever deletes a Project has confirmed that. */
    private Outcome remove(Project project) {
        Failures failures = new Failures();
        failures.attempt(() -> holdings.bring(Owner.of(project), Rights.NONE));
        List<Namespace> left = places.madeFor(project.metadata().requireUid());
        left.forEach(each -> failures.attempt(() -> places.remove(each)));
        failures.fail();
        if (!left.isEmpty()) {
            List<String> names =
                    left.stream().map(each -> each.metadata().name()).toList();
            committer.commit(ResourceType.PROJECT, project, ProjectPlan.going(project, names, clock.instant()));
            return SOON;
        }
        if (project.metadata().finalizers().contains(Labels.PROJECT_FINALIZER)) {
            client.hold(ResourceType.PROJECT, project, Labels.PROJECT_FINALIZER, false);
        }
        return Outcome.DONE;
    }
}
