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
import java.util.List;

/** Gives an Organization its namespace, and its members what they may do there; lets in who accepted an Invitation. */
public final class OrganizationReconciler implements Reconciler {
    /** While something is on its way that may tell of itself or not. */
    private static final Outcome SOON = new Outcome.After(Duration.ofSeconds(2));

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
            organization = client.patch(
                    ResourceType.ORGANIZATION,
                    "",
                    key,
                    PatchOf.finalizer(organization.metadata(), Labels.ORGANIZATION_FINALIZER, true));
        }
        Membership membership = caches.membership(organization);
        OrganizationPlan plan = OrganizationPlan.of(organization, membership);
        Claim claim = places.bring(plan.place());
        holdings.bring(Owner.of(organization), claim == Claim.OURS ? plan.rights() : Rights.NONE);
        int projects = caches.projects().byIndex(TenantCaches.NAMESPACE, key).size();
        committer.commit(
                ResourceType.ORGANIZATION,
                organization,
                OrganizationPlan.status(organization, membership, claim, projects, clock.instant()));
        return switch (claim) {
            case OURS, ABSENT -> join(organization);
            case GOING, TAKEN -> SOON;
        };
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
        return waiting ? SOON : Outcome.DONE;
    }

    /** Projects first, each with all that is in it; then the namespace; then what the members may do. */
    private Outcome remove(Organization organization) {
        String name = organization.metadata().name();
        boolean ours = client.find(ResourceType.NAMESPACE, "", name)
                .filter(there -> OrganizationPlan.of(organization, caches.membership(organization))
                                .place()
                                .claim(there)
                        != Claim.TAKEN)
                .isPresent();
        List<Project> projects = ours
                ? client.list(ResourceType.PROJECT).items().stream()
                        .filter(project -> name.equals(project.metadata().namespace()))
                        .toList()
                : List.of();
        projects.stream().filter(project -> !project.metadata().deleting()).forEach(this::remove);
        List<Namespace> namespaces = places.madeFor(organization.metadata().requireUid());
        if (projects.isEmpty()) {
            namespaces.forEach(places::remove);
        }
        if (!projects.isEmpty() || !namespaces.isEmpty()) {
            String left = projects.isEmpty()
                    ? "namespace " + name
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
        holdings.bring(Owner.of(organization), Rights.NONE);
        if (organization.metadata().finalizers().contains(Labels.ORGANIZATION_FINALIZER)) {
            client.patch(
                    ResourceType.ORGANIZATION,
                    "",
                    name,
                    PatchOf.finalizer(organization.metadata(), Labels.ORGANIZATION_FINALIZER, false));
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
