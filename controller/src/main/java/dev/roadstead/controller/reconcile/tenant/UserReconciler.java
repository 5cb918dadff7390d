package dev.roadstead.controller.reconcile.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.client.PatchOf;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.tenant.Owner;
import dev.roadstead.controller.plan.tenant.Place.Claim;
import dev.roadstead.controller.plan.tenant.Rights;
import dev.roadstead.controller.plan.tenant.UserPlan;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Json;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Organization.Member;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Team;
import dev.roadstead.model.User;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Gives a User a namespace and the right to see the own object, and says whether an Organization asks for a second factor. Of
 * the status {@code mfaRequired} and the condition Ready are this reconciler's; the rest is the API server's.
 *
 * <p>A User that is deleted is taken out of Organizations and Teams before it goes: otherwise whoever registers under the
 * name next would inherit what they give.
 */
public final class UserReconciler implements Reconciler {
    private static final Outcome SOON = new Outcome.After(Duration.ofSeconds(2));

    private final JsonMapper mapper = Json.mapper();
    private final ApiClient client;
    private final TenantCaches caches;
    private final Places places;
    private final Holdings holdings;
    private final InstantSource clock;

    public UserReconciler(ApiClient client, TenantCaches caches, InstantSource clock) {
        this.client = client;
        this.caches = caches;
        this.places = new Places(client);
        this.holdings = new Holdings(client, caches);
        this.clock = clock;
    }

    @Override
    public Outcome reconcile(String key) {
        User user = caches.users().find("", key);
        if (user == null) {
            holdings.bring(new Owner(Owner.USER, key), Rights.NONE);
            return Outcome.DONE;
        }
        if (user.metadata().deleting()) {
            return remove(user);
        }
        if (!user.metadata().finalizers().contains(Labels.USER_FINALIZER)) {
            user = client.hold(ResourceType.USER, user, Labels.USER_FINALIZER, true);
        }
        UserPlan plan = UserPlan.of(user);
        Claim claim = places.bring(plan.place());
        holdings.bring(Owner.of(user), claim == Claim.OURS ? plan.rights() : Rights.NONE);
        commit(user, plan.conditions(user, claim, clock.instant()));
        return claim == Claim.OURS ? Outcome.DONE : SOON;
    }

    private void commit(User user, List<Condition> conditions) {
        User.Status before = user.status();
        boolean required =
                UserPlan.mfaRequired(user.key(), caches.organizations().byIndex(TenantCaches.MEMBER, user.key()));
        boolean same = before != null
                && before.mfaRequired() == required
                && before.conditions().equals(conditions);
        if (!same) {
            ObjectNode patch = PatchOf.unchanged(user.metadata());
            JsonNode list = mapper.valueToTree(conditions);
            patch.putObject("status").put("mfaRequired", required).set("conditions", list);
            client.patchStatus(ResourceType.USER, "", user.key(), patch);
        }
    }

    private Outcome remove(User user) {
        String name = user.key();
        List<Organization> organizations = client.list(ResourceType.ORGANIZATION).items().stream()
                .filter(each -> each.spec().members().stream()
                        .anyMatch(member -> member.user().equals(name)))
                .toList();
        organizations.forEach(each -> leave(each, name));
        List<Team> teams = client.list(ResourceType.TEAM).items().stream()
                .filter(each -> each.spec().members().contains(name))
                .toList();
        teams.forEach(each -> leave(each, name));
        List<Namespace> namespaces = places.madeFor(user.metadata().requireUid());
        namespaces.forEach(places::remove);
        holdings.bring(Owner.of(user), Rights.NONE);
        if (!namespaces.isEmpty()) {
            return SOON;
        }
        if (user.metadata().finalizers().contains(Labels.USER_FINALIZER)) {
            client.hold(ResourceType.USER, user, Labels.USER_FINALIZER, false);
        }
        return Outcome.DONE;
    }

    private void leave(Organization organization, String user) {
        List<Member> others = organization.spec().members().stream()
                .filter(member -> !member.user().equals(user))
                .toList();
        ObjectNode patch = PatchOf.unchanged(organization.metadata());
        patch.putObject("spec").set("members", mapper.valueToTree(others));
        client.patch(ResourceType.ORGANIZATION, "", organization.key(), patch);
    }

    private void leave(Team team, String user) {
        List<String> others = team.spec().members().stream()
                .filter(member -> !member.equals(user))
                .toList();
        ObjectNode patch = PatchOf.unchanged(team.metadata());
        patch.putObject("spec").set("members", mapper.valueToTree(others));
        client.patch(
                ResourceType.TEAM,
                String.valueOf(team.metadata().namespace()),
                team.metadata().name(),
                patch);
    }
}
