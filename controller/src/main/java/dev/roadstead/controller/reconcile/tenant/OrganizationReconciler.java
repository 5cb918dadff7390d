package dev.roadstead.controller.reconcile.tenant;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.client.PatchOf;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.tenant.Joining;
import dev.roadstead.controller.plan.tenant.Membership;
import dev.roadstead.controller.plan.tenant.OrganizationPlan;
import dev.roadstead.controller.plan.tenant.Owner;
import dev.roadstead.controller.plan.tenant.Place;
import dev.roadstead.controller.plan.tenant.Place.Claim;
import dev.roadstead.controller.plan.tenant.Rights;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.Invitation;
import dev.roadstead.model.Json;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Project;
import dev.roadstead.model.ResourceType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives an Organization its namespace, and its members what they may do there; lets in who accepted an Invitation. */
public final class OrganizationReconciler implements Reconciler {
    /** While something of its own goes away. */
    private static final Outcome SOON = new Outcome.After(Duration.ofSeconds(2));

    /** While others have to do something, which is told by what they do. */
    private static final Outcome LATER = new Outcome.After(Duration.ofMinutes(10));

    private final JsonMapper mapper = Json.mapper();
    private final ApiClient client;
    private final TenantCaches caches;
    private final Places places;
    private final Holdings holdings;
    private final StatusCommitter committer;
    private final InstantSource clock;

    public OrganizationReconciler(ApiClient client, TenantCaches caches, InstantSource clock) {
        this.client = client;
        this.caches = caches;
        this.places = new Places(client);
        this.holdings = new Holdings(client, caches);
        this.committer = new StatusCommitter(client);
        this.clock = clock;
    }

    @Override
    public Outcome reconcile(String key) {
        Organization organization = caches.organizations().find("", key);
        if (organization == null) {
            holdings.bring(new Owner(Owner.ORGANIZATION, key), Rights.NONE);
            return Outcome.DONE;
        }
        if (organization.metadata().deleting()) {
            return remove(organization);
        }
        if (!organization.metadata().finalizers().contains(Labels.ORGANIZATION_FINALIZER)) {
            organization = client.hold(ResourceType.ORGANIZATION, organization, Labels.ORGANIZATION_FINALIZER, true);
        }
        Membership membership = caches.membership(organization);
        OrganizationPlan plan = OrganizationPlan.of(organization, membership);
        boolean going = false;
        Claim claim = places.bring(plan.place());
        holdings.bring(Owner.of(organization), claim == Claim.OURS ? plan.rights() : Rights.NONE);
        if (claim != Claim.TAKEN) {
            going = !removeStray(organization, places.projects(key)).isEmpty();
        }
        int projects = caches.projects().byIndex(TenantCaches.NAMESPACE, key).size();
        committer.commit(
                ResourceType.ORGANIZATION,
                organization,
                OrganizationPlan.status(
                        organization,
                        membership,
                        claim,
                        caches.isPlanless(organization),
                        projects,
                        claim == Claim.TAKEN ? List.of() : caches.invitations().byIndex(TenantCaches.NAMESPACE, key),
                        clock.instant()));
        return switch (claim) {
            case OURS, ABSENT -> {
                Outcome joined = join(organization);
                yield going ? SOON : joined;
            }
            case GOING -> SOON;
            case TAKEN -> going ? SOON : LATER;
        };
    }

    /**
     * Deletes namespaces of Projects that are gone although somebody took their finalizer away: whoever deleted such a Project
     * has confirmed that. Returns those that are still there.
     *
     * @param projects of it, read live
     */
    private List<Namespace> removeStray(Organization organization, List<Project> projects) {
        String name = organization.metadata().name();
        Set<String> uids =
                projects.stream().map(each -> each.metadata().requireUid()).collect(Collectors.toSet());
        List<Namespace> stray = places.labelled(name).stream()
                .filter(each -> each.metadata().labels().containsKey(Labels.PROJECT))
                .filter(each -> {
                    String owner = Place.owner(each);
                    return owner != null
                            && !owner.equals(organization.metadata().requireUid())
                            && !uids.contains(owner);
                })
                .toList();
        if (stray.isEmpty()) {
            return stray;
        }
        // A Project that was made since then may have been given a namespace already.
        Set<String> since = places.projects(name).stream()
                .map(each -> each.metadata().requireUid())
                .collect(Collectors.toSet());
        List<Namespace> left = stray.stream()
                .filter(each -> !since.contains(String.valueOf(Place.owner(each))))
                .toList();
        left.forEach(places::remove);
        return left;
    }

    /** The namespace is the Organization's, so nobody else can have put an Invitation there. */
    private Outcome join(Organization organization) {
        String name = organization.metadata().name();
        List<Invitation> invitations = caches.invitations().byIndex(TenantCaches.NAMESPACE, name);
        Joining joining = Joining.of(organization, invitations, caches::isUser);
        if (joining.changes(organization)) {
            // Anew: its status was written just now. What others change meanwhile is a conflict, and seen by the next
            // pass.
            Organization latest =
                    client.find(ResourceType.ORGANIZATION, "", name).orElse(organization);
            joining = Joining.of(latest, invitations, caches::isUser);
            ObjectNode patch = PatchOf.unchanged(latest.metadata());
            patch.putObject("spec").set("members", mapper.valueToTree(joining.members()));
            client.patch(ResourceType.ORGANIZATION, "", name, patch);
        }
        for (Invitation invitation : joining.joined()) {
            ObjectNode patch = PatchOf.same(invitation.metadata());
            patch.putObject("status").put("joined", true);
            client.patchStatus(
                    ResourceType.INVITATION, name, invitation.metadata().name(), patch);
        }
        boolean waiting = invitations.stream()
                .anyMatch(each -> each.status() != null
                        && each.status().acceptedBy() != null
                        && !each.status().joined());
        return waiting ? LATER : Outcome.DONE;
    }

    /** First what the members may do; then the Projects, each with all that is in it; then the namespace. */
    private Outcome remove(Organization organization) {
        String name = organization.metadata().name();
        holdings.bring(Owner.of(organization), Rights.NONE);
        Optional<Claim> found = client.find(ResourceType.NAMESPACE, "", name)
                .map(OrganizationPlan.of(organization, caches.membership(organization))
                        .place()::claim);
        boolean taken = found.filter(Claim.TAKEN::equals).isPresent();
        List<Project> projects = taken ? List.of() : places.projects(name);
        projects.stream().filter(project -> !project.metadata().deleting()).forEach(this::remove);
        List<Namespace> namespaces = new ArrayList<>(taken ? List.of() : removeStray(organization, projects));
        namespaces.addAll(places.madeFor(organization.metadata().requireUid()));
        if (projects.isEmpty()) {
            namespaces.forEach(places::remove);
        }
        if (!projects.isEmpty() || !namespaces.isEmpty()) {
            String left = projects.isEmpty()
                    ? "namespace " + namespaces.getFirst().metadata().name()
                    : "its projects: "
                            + String.join(
                                    ", ",
                                    projects.stream()
                                            .map(project -> project.metadata().name())
                                            .toList());
            committer.commit(
                    ResourceType.ORGANIZATION,
                    organization,
                    OrganizationPlan.going(organization, projects.size(), left, clock.instant()));
            return SOON;
        }
        if (organization.metadata().finalizers().contains(Labels.ORGANIZATION_FINALIZER)) {
            client.hold(ResourceType.ORGANIZATION, organization, Labels.ORGANIZATION_FINALIZER, false);
        }
        return Outcome.DONE;
    }

    /** Whoever confirmed the end of the Organization confirmed that of its Projects. */
    private void remove(Project project) {
        ObjectNode patch = PatchOf.same(project.metadata());
        patch.withObject("/metadata/annotations")
                .put(Labels.CONFIRM_DELETION, project.metadata().name());
        client.patch(
                ResourceType.PROJECT,
                String.valueOf(project.metadata().namespace()),
                project.metadata().name(),
                patch);
        places.delete(ResourceType.PROJECT, project);
    }
}
