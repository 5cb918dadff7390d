package dev.roadstead.controller.reconcile.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.model.Application;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Organization.Role;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.User;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may do what in the namespaces of an Organization and its Projects, and who no more. */
class TenantRightsTest {
    private final TenantWorld world = new TenantWorld();

    @BeforeEach
    void anOrganizationWithAProjectAndATeam() throws InterruptedException {
        world.begin();
    }

    @Test
    void everyMemberHasWhatTheRoleSaysInEveryNamespace() {
        assertThat(world.bound("acme", "roadstead:organization-owner")).containsExactly("olga");
        assertThat(world.bound("acme", "roadstead:organization-viewer")).containsExactly("vera");
        assertThat(world.bound("acme-shop", "admin")).containsExactly("adam", "olga");
        assertThat(world.bound("acme-shop", "edit")).containsExactly("dora");
        assertThat(world.bound("acme-shop", "view")).containsExactly("vera");
        assertThat(world.bound("acme-shop-qa", "admin")).as("and a team's").containsExactly("adam", "olga", "vera");
        assertThat(world.namespaceOf("acme-shop").orElseThrow().metadata().labels())
                .containsEntry(Labels.POLICY, "baseline")
                .containsEntry(Labels.ORGANIZATION, "acme")
                .containsEntry(Labels.PROJECT, "shop");
        assertThat(world.api
                        .find(ResourceType.RESOURCE_QUOTA, "acme-shop-qa", "project")
                        .orElseThrow()
                        .spec()
                        .hard())
                .containsExactly(Map.entry("limits.memory", Quantity.of("2Gi")));
        assertThat(world.ready(ResourceType.ORGANIZATION, "", "acme").reason()).isEqualTo("Ready");
        assertThat(world.ready(ResourceType.PROJECT, "acme", "shop").reason()).isEqualTo("Ready");
        assertThat(world.ready(ResourceType.TEAM, "acme", "ops").message()).contains("eve");
    }

    @Test
    void whoLeavesLosesEverythingTeamsIncluded() throws InterruptedException {
        world.members("[{user: olga, role: Owner}]");
        world.settle();
        assertThat(world.made()).noneMatch(each -> each.contains("team:"));
        assertThat(world.bound("acme-shop", "admin")).containsExactly("olga");
        assertThat(world.bound("acme-shop", "edit")).isEmpty();
        assertThat(world.bound("acme-shop-qa", "admin")).containsExactly("olga");
        assertThat(world.bound("acme", "roadstead:organization-viewer")).isEmpty();
    }

    @Test
    void aTeamsGrantsGoWithTheGrantTheTeamAndEvenWithoutItsFinalizer() throws InterruptedException {
        world.patch(ResourceType.TEAM, "acme", "ops", "{spec: {grants: []}}");
        world.settle();
        assertThat(world.bound("acme-shop-qa", "admin")).containsExactly("adam", "olga");
        world.patch(ResourceType.TEAM, "acme", "ops", "{spec: {grants: [{project: shop, role: Developer}]}}");
        world.settle();
        assertThat(world.bound("acme-shop-qa", "edit")).containsExactly("dora", "vera");
        world.patch(ResourceType.TEAM, "acme", "ops", "{metadata: {finalizers: []}}");
        world.delete(
                ResourceType.TEAM,
                world.api.find(ResourceType.TEAM, "acme", "ops").orElseThrow());
        world.passOverTeam("acme/ops");
        assertThat(world.bound("acme-shop-qa", "edit")).containsExactly("dora");
    }

    @Test
    void aFolderFollowsTheApplicationsInIt() throws InterruptedException {
        Application.Spec any = Apps.of(1, "app:1").spec();
        ObjectMeta metadata = ObjectMeta.toCreate("acme-shop", "web", Map.of(), List.of(), List.of())
                .withAnnotations(Map.of(Labels.FOLDER, "front"));
        world.api.create(ResourceType.APPLICATION, new Application(metadata, any, null));
        world.team(
                "acme",
                "front",
                "{members: [vera], grants: [{project: shop, role: Developer, part: {folder: front}}]}");
        world.settle();
        assertThat(world.api.find(ResourceType.ROLE, "acme-shop", "team:front:parts"))
                .isPresent();
        world.patch(
                ResourceType.APPLICATION,
                "acme-shop",
                "web",
                "{metadata: {annotations: {roadstead.dev/folder: back}}}");
        world.settle();
        assertThat(world.api.find(ResourceType.ROLE, "acme-shop", "team:front:parts"))
                .isEmpty();
        assertThat(world.bound("acme-shop", "team:front:parts")).isEmpty();
    }

    @Test
    void whatSomebodyChangesAboutABindingIsPutBack() throws InterruptedException {
        world.patch(ResourceType.ROLE_BINDING, "acme-shop", "organization:admin", """
                {metadata: {labels: {roadstead.dev/made-for: null}}, subjects: [{kind: User, name: eve,
                 apiGroup: rbac.authorization.k8s.io}], roleRef: {name: cluster-admin}}""");
        world.settle();
        assertThat(world.bound("acme-shop", "admin")).containsExactly("adam", "olga");
        assertThat(world.bound("acme-shop", "cluster-admin")).isEmpty();
    }

    @Test
    void whatAFinalizerHoldsGivesNothingAnyMore() throws InterruptedException {
        world.patch(ResourceType.ROLE_BINDING, "acme-shop", "organization:edit", "{metadata: {finalizers: [x.dev/y]}}");
        world.members("[{user: olga, role: Owner}]");
        world.settle();
        assertThat(world.bound("acme-shop", "edit")).isEmpty();
        world.patch(
                ResourceType.ROLE_BINDING, "acme-shop", "organization:edit", "{subjects: [{kind: User, name: eve}]}");
        world.settle();
        assertThat(world.bound("acme-shop", "edit")).as("while it goes").isEmpty();
    }

    @Test
    void whatCannotBeBroughtInOneNamespaceKeepsNobodyElsesRights() throws InterruptedException {
        world.api.refuse("patch resourcequotas/acme-shop-qa/");
        world.patch(ResourceType.PROJECT, "acme", "shop", "{spec: {quota: {limits.memory: 1Gi}}}");
        world.members("[{user: olga, role: Owner}, {user: eve, role: Admin}]");
        assertThatThrownBy(world::settle).isInstanceOf(ApiCallException.class);
        assertThat(world.bound("acme-shop", "edit")).isEmpty();
        assertThat(world.bound("acme-shop-qa", "edit")).isEmpty();
        assertThat(world.bound("acme-shop", "admin")).contains("eve");
        assertThat(world.bound("acme-shop-qa", "admin"))
                .as("no new ones, where the quota is not in force")
                .containsOnlyOnce("olga")
                .doesNotContain("eve");
        world.api.refuse("nothing");
        world.settle();
        assertThat(world.bound("acme-shop-qa", "admin")).contains("eve", "olga");
    }

    @Test
    void whoAcceptsAnInvitationBecomesAMemberOnce() throws InterruptedException {
        world.namespace("plain");
        world.invitation("acme", "eve", Role.Developer);
        world.invitation("plain", "dora", Role.Admin);
        world.settle();
        assertThat(world.organization().spec().members()).contains(new Organization.Member("eve", Role.Developer));
        assertThat(world.bound("acme-shop", "edit")).containsExactly("dora", "eve");
        assertThat(world.bound("acme-shop-qa", "admin"))
                .as("and of the team that names her")
                .contains("eve");
        world.members("[{user: olga, role: Owner}]");
        world.settle();
        assertThat(world.organization().spec().members())
                .as("an Invitation counts once")
                .hasSize(1);
    }

    @Test
    void withRequireMfaOnlyWhoSignedInWithASecondFactorIsBoundToTheOrganizationItself() throws InterruptedException {
        world.patch(ResourceType.ORGANIZATION, "", "acme", "{spec: {requireMfa: true}}");
        world.settle();
        // There the API server asks, and tells who has none why; a binding to the group would make it a 404.
        assertThat(world.bound("acme-shop", "admin")).containsExactly("adam", "olga");
        assertThat(world.bound("acme", "roadstead:organization-owner")).containsExactly("olga");
        assertThat(world.boundEverywhere("roadstead:organization:acme:owner")).containsExactly("roadstead:mfa:olga");
        assertThat(mfaRequired("adam")).as("only named by others").isFalse();
        world.invitation("acme", "adam", Role.Viewer);
        world.settle();
        assertThat(mfaRequired("adam")).as("accepted").isTrue();
        assertThat(mfaRequired("olga")).isFalse();
        world.members("[{user: olga, role: Owner}]");
        world.settle();
        assertThat(mfaRequired("adam")).isFalse();
        world.delete(
                ResourceType.INVITATION,
                world.api.find(ResourceType.INVITATION, "acme", "of-adam").orElseThrow());
        world.members("[{user: olga, role: Owner}, {user: adam, role: Admin}]");
        world.settle();
        assertThat(mfaRequired("adam")).as("named again").isFalse();
        world.patch(ResourceType.ORGANIZATION, "", "acme", "{spec: {requireMfa: false}}");
        world.settle();
        assertThat(mfaRequired("adam")).isFalse();
        assertThat(world.bound("acme-shop", "admin")).containsExactly("adam", "olga");
    }

    @Test
    void whoGetsTheNameOfAUserThatIsGoneInheritsNothing() throws InterruptedException {
        world.delete(
                ResourceType.USER, world.api.find(ResourceType.USER, "", "adam").orElseThrow());
        world.settle();
        assertThat(world.api.find(ResourceType.USER, "", "adam")).isEmpty();
        assertThat(world.organization().spec().members()).extracting("user").doesNotContain("adam");
        assertThat(world.made()).noneMatch(each -> each.contains("adam"));
        world.users("adam");
        world.settle();
        assertThat(world.bound("acme-shop", "admin")).containsExactly("olga");
        assertThat(world.bound("user-adam", "roadstead:self")).containsExactly("adam");
    }

    @Test
    void membersThatAreNoUsersAreNamed() throws InterruptedException {
        world.members("[{user: olga, role: Owner}, {user: zed, role: Admin}, {user: nobody, role: Admin}]");
        world.settle();
        var ready = world.ready(ResourceType.ORGANIZATION, "", "acme");
        assertThat(ready.reason()).isEqualTo("UnknownUsers");
        assertThat(ready.message()).contains("nobody, zed");
        assertThat(world.bound("acme-shop", "admin")).containsExactly("olga");
    }

    private boolean mfaRequired(String user) {
        User.Status status =
                world.api.find(ResourceType.USER, "", user).orElseThrow().status();
        return status != null && status.mfaRequired();
    }
}
