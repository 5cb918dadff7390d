package dev.roadstead.controller.reconcile.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.model.Application;
import dev.roadstead.model.ConfigMap;
import dev.roadstead.model.Invitation;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Organization.Role;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import dev.roadstead.model.User;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TenantReconcilersTest {
    private final TenantWorld world = new TenantWorld();

    @BeforeEach
    void anOrganizationWithAProjectAndATeam() throws InterruptedException {
        world.users("olga", "adam", "dora", "vera", "eve");
        world.organization("acme", """
                {members: [{user: olga, role: Owner}, {user: adam, role: Admin}, {user: dora, role: Developer},
                 {user: vera, role: Viewer}], limits: {projectQuota: {limits.memory: 2Gi}}}""");
        world.project("acme", "shop", "{policyLevel: Privileged, environments: [{name: qa}]}");
        world.team("acme", "ops", "{members: [vera, eve], grants: [{project: shop, environment: qa, role: Admin}]}");
        world.settle();
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
    void aPlansLimitsCountWhereTheOrganizationsOwnSayNothing() throws InterruptedException {
        world.plan(
                "small",
                "{limits: {projects: 1, policyLevel: Restricted, projectQuota: {limits.memory: 1Gi, limits.pids: 100}}}");
        world.patch(ResourceType.ORGANIZATION, "", "acme", "{spec: {plan: small}}");
        world.settle();
        assertThat(quota("acme-shop"))
                .isEqualTo(Map.of("limits.memory", Quantity.of("2Gi"), "limits.pids", Quantity.of("100")));
        assertThat(policy("acme-shop")).isEqualTo("restricted");
        world.project("acme", "second", "{}");
        world.settle();
        assertThat(world.ready(ResourceType.PROJECT, "acme", "second").reason()).isEqualTo("TooManyProjects");
    }

    @Test
    void whileThePlanIsNotThereWhatIsInForceStaysAndNothingIsAdded() throws InterruptedException {
        world.plan("small", "{limits: {policyLevel: Restricted, projectQuota: {limits.pids: 100}}}");
        world.patch(ResourceType.ORGANIZATION, "", "acme", "{spec: {plan: small}}");
        world.settle();
        world.patch(ResourceType.ORGANIZATION, "", "acme", "{spec: {plan: smal, suspended: true}}");
        world.project("acme", "second", "{}");
        world.settle();
        assertThat(quota("acme-shop")).containsEntry("limits.pids", Quantity.of("100"));
        assertThat(policy("acme-shop")).isEqualTo("restricted");
        assertThat(world.namespaceOf("acme-shop").orElseThrow().metadata().labels())
                .as("who does not pay stops all the same")
                .containsEntry(Labels.SUSPENDED, "true");
        assertThat(world.namespaceOf("acme-second")).isEmpty();
        assertThat(world.ready(ResourceType.PROJECT, "acme", "shop").reason()).isEqualTo("PlanNotFound");
        assertThat(world.ready(ResourceType.ORGANIZATION, "", "acme").reason()).isEqualTo("PlanNotFound");
        assertThat(world.bound("acme-shop", "view")).containsExactly("adam", "dora", "olga", "vera");
        world.patch(ResourceType.ORGANIZATION, "", "acme", "{spec: {plan: small, suspended: false}}");
        world.settle();
        assertThat(world.namespaceOf("acme-second")).isPresent();
        assertThat(world.ready(ResourceType.PROJECT, "acme", "shop").reason()).isEqualTo("Ready");
    }

    private Map<String, Quantity> quota(String namespace) {
        return world.api
                .find(ResourceType.RESOURCE_QUOTA, namespace, "project")
                .orElseThrow()
                .spec()
                .hard();
    }

    private String policy(String namespace) {
        return String.valueOf(
                world.namespaceOf(namespace).orElseThrow().metadata().labels().get(Labels.POLICY));
    }

    @Test
    void whoLeavesLosesEverythingTeamsIncluded() throws InterruptedException {
        members("[{user: olga, role: Owner}]");
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
        members("[{user: olga, role: Owner}]");
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
        members("[{user: olga, role: Owner}, {user: eve, role: Admin}]");
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
    void namespacesOfOthersAreLeftAlone() throws InterruptedException {
        world.namespace("other");
        world.namespace("acme-taken");
        world.organization("other", "{members: [{user: eve, role: Owner}]}");
        world.project("acme", "taken", "{environments: [{name: qa}]}");
        world.project("other", "mine", "{}");
        world.settle();
        assertThat(world.ready(ResourceType.ORGANIZATION, "", "other").reason()).isEqualTo("NameTaken");
        assertThat(world.ready(ResourceType.PROJECT, "acme", "taken").reason()).isEqualTo("NameTaken");
        assertThat(world.ready(ResourceType.PROJECT, "other", "mine").reason()).isEqualTo("NotInOrganization");
        assertThat(world.bound("acme-taken-qa", "admin"))
                .as("what is its own is made")
                .isNotEmpty();
        assertThat(world.made()).noneMatch(each -> each.contains("other") || each.contains("/acme-taken/"));
        assertThat(world.namespaceOf("acme-taken").orElseThrow().metadata().labels())
                .isEmpty();

        world.delete(
                ResourceType.ORGANIZATION,
                world.api.find(ResourceType.ORGANIZATION, "", "other").orElseThrow());
        world.delete(
                ResourceType.PROJECT,
                world.api.find(ResourceType.PROJECT, "acme", "taken").orElseThrow());
        world.settle();
        assertThat(world.api.find(ResourceType.ORGANIZATION, "", "other")).isEmpty();
        assertThat(world.namespaceOf("other")).isPresent();
        assertThat(world.namespaceOf("acme-taken")).isPresent();
        assertThat(world.namespaceOf("acme-taken-qa")).isEmpty();
    }

    @Test
    void teamsAndProjectsOutsideOrganizationsGetNothing() throws InterruptedException {
        world.namespace("plain");
        world.project("plain", "shop", "{}");
        world.team("plain", "ops", "{members: [olga], grants: [{project: shop, role: Admin}]}");
        world.settle();
        assertThat(world.ready(ResourceType.PROJECT, "plain", "shop").reason()).isEqualTo("NotInOrganization");
        assertThat(world.ready(ResourceType.TEAM, "plain", "ops").reason()).isEqualTo("NotInOrganization");
        assertThat(world.namespaceOf("plain-shop")).isEmpty();
    }

    @Test
    void whoAcceptsAnInvitationBecomesAMemberOnce() throws InterruptedException {
        world.namespace("plain");
        invitation("acme", "eve", Role.Developer);
        invitation("plain", "dora", Role.Admin);
        world.settle();
        assertThat(organization().spec().members()).contains(new Organization.Member("eve", Role.Developer));
        assertThat(world.bound("acme-shop", "edit")).containsExactly("dora", "eve");
        assertThat(world.bound("acme-shop-qa", "admin"))
                .as("and of the team that names her")
                .contains("eve");
        members("[{user: olga, role: Owner}]");
        world.settle();
        assertThat(organization().spec().members())
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
        invitation("acme", "adam", Role.Viewer);
        world.settle();
        assertThat(mfaRequired("adam")).as("accepted").isTrue();
        assertThat(mfaRequired("olga")).isFalse();
        members("[{user: olga, role: Owner}]");
        world.settle();
        assertThat(mfaRequired("adam")).isFalse();
        world.delete(
                ResourceType.INVITATION,
                world.api.find(ResourceType.INVITATION, "acme", "of-adam").orElseThrow());
        members("[{user: olga, role: Owner}, {user: adam, role: Admin}]");
        world.settle();
        assertThat(mfaRequired("adam")).as("named again").isFalse();
        world.patch(ResourceType.ORGANIZATION, "", "acme", "{spec: {requireMfa: false}}");
        world.settle();
        assertThat(mfaRequired("adam")).isFalse();
        assertThat(world.bound("acme-shop", "admin")).containsExactly("adam", "olga");
    }

    @Test
    void whoIsSuspendedLooksOnAndNothingIsDeleted() throws InterruptedException {
        world.patch(ResourceType.ORGANIZATION, "", "acme", "{spec: {suspended: true}}");
        world.settle();
        assertThat(world.bound("acme-shop", "view")).containsExactly("adam", "dora", "olga", "vera");
        assertThat(world.bound("acme-shop-qa", "admin")).isEmpty();
        assertThat(world.bound("acme", "roadstead:organization-owner")).isEmpty();
        assertThat(suspended("acme-shop")).isTrue();
        assertThat(suspended("acme-shop-qa")).isTrue();
        assertThat(world.ready(ResourceType.ORGANIZATION, "", "acme").reason()).isEqualTo("Suspended");
        world.patch(ResourceType.ORGANIZATION, "", "acme", "{spec: {suspended: false}}");
        world.settle();
        assertThat(suspended("acme-shop")).isFalse();
        assertThat(world.bound("acme-shop", "admin")).containsExactly("adam", "olga");
    }

    @Test
    void ofTooManyProjectsTheNewestWaitsUntilOneGoes() throws InterruptedException {
        world.patch(ResourceType.ORGANIZATION, "", "acme", "{spec: {limits: {projects: 1}}}");
        world.project("acme", "a", "{}");
        world.settle();
        assertThat(world.ready(ResourceType.PROJECT, "acme", "a").reason()).isEqualTo("TooManyProjects");
        assertThat(world.namespaceOf("acme-a")).isEmpty();
        assertThat(world.ready(ResourceType.PROJECT, "acme", "shop").reason()).isEqualTo("Ready");
        world.delete(
                ResourceType.PROJECT,
                world.api.find(ResourceType.PROJECT, "acme", "shop").orElseThrow());
        world.settle();
        assertThat(world.namespaceOf("acme-a")).isPresent();
    }

    @Test
    void whoLosesARoleLosesItInProjectsBeyondTheLimitToo() throws InterruptedException {
        world.patch(ResourceType.ORGANIZATION, "", "acme", "{spec: {limits: {projects: 0}}}");
        members("[{user: olga, role: Owner}]");
        world.settle();
        assertThat(world.ready(ResourceType.PROJECT, "acme", "shop").reason()).isEqualTo("TooManyProjects");
        assertThat(world.bound("acme-shop", "admin")).containsExactly("olga");
        assertThat(world.namespaceOf("acme-shop")).isPresent();
    }

    @Test
    void anEnvironmentGoesOnlyWhenNothingIsInIt() throws InterruptedException {
        Application.Spec any = Apps.of(1, "app:1").spec();
        ObjectMeta metadata = ObjectMeta.toCreate("acme-shop-qa", "web", Map.of(), List.of(), List.of());
        Application web = world.api.create(ResourceType.APPLICATION, new Application(metadata, any, null));
        world.patch(ResourceType.PROJECT, "acme", "shop", "{spec: {environments: []}}");
        world.settle();
        assertThat(world.ready(ResourceType.PROJECT, "acme", "shop").reason()).isEqualTo("EnvironmentInUse");
        assertThat(world.ready(ResourceType.PROJECT, "acme", "shop").message()).contains("applications web");
        assertThat(world.bound("acme-shop-qa", "admin"))
                .as("whoever has a role in the Organization or a Team only looks")
                .isEmpty();
        assertThat(world.bound("acme-shop-qa", "view")).contains("adam", "dora", "vera");
        world.delete(ResourceType.APPLICATION, web);
        world.settle();
        assertThat(world.namespaceOf("acme-shop-qa")).isEmpty();
        assertThat(world.ready(ResourceType.PROJECT, "acme", "shop").reason()).isEqualTo("Ready");
    }

    @Test
    void aConfigMapKeepsAnEnvironmentAndATokenDoesNot() throws InterruptedException {
        ObjectMeta metadata = ObjectMeta.toCreate("acme-shop-qa", "settings", Map.of(), List.of(), List.of());
        world.api.create(ResourceType.SECRET, new Secret(metadata, Map.of()));
        world.patch(ResourceType.SECRET, "acme-shop-qa", "settings", "{type: kubernetes.io/service-account-token}");
        ConfigMap settings = world.api.create(ResourceType.CONFIG_MAP, new ConfigMap(metadata, Map.of()));
        world.patch(ResourceType.PROJECT, "acme", "shop", "{spec: {environments: []}}");
        world.settle();
        assertThat(world.ready(ResourceType.PROJECT, "acme", "shop").message())
                .contains("configmaps settings")
                .doesNotContain("secrets");
        world.delete(ResourceType.CONFIG_MAP, settings);
        world.settle();
        assertThat(world.namespaceOf("acme-shop-qa")).isEmpty();
    }

    @Test
    void newEnvironmentsWaitWhileThoseThatAreLeftTakeTheirPlace() throws InterruptedException {
        Application.Spec any = Apps.of(1, "app:1").spec();
        ObjectMeta metadata = ObjectMeta.toCreate("acme-shop-qa", "web", Map.of(), List.of(), List.of());
        Application web = world.api.create(ResourceType.APPLICATION, new Application(metadata, any, null));
        String sixteen = IntStream.range(0, 16)
                .mapToObj(each -> "{name: e%d}".formatted(each))
                .collect(Collectors.joining(", "));
        world.patch(ResourceType.PROJECT, "acme", "shop", "{spec: {environments: [%s]}}".formatted(sixteen));
        world.settle();
        assertThat(world.ready(ResourceType.PROJECT, "acme", "shop").reason()).isEqualTo("TooManyEnvironments");
        assertThat(world.namespaceOf("acme-shop-e0")).isEmpty();
        world.delete(ResourceType.APPLICATION, web);
        world.settle();
        assertThat(world.namespaceOf("acme-shop-e15")).isPresent();
        assertThat(world.ready(ResourceType.PROJECT, "acme", "shop").reason()).isEqualTo("Ready");
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
    void anOrganizationGoesWithAllThatWasMadeForIt() throws InterruptedException {
        world.delete(ResourceType.ORGANIZATION, organization());
        world.settle();
        assertThat(world.api.find(ResourceType.ORGANIZATION, "", "acme")).isEmpty();
        assertThat(world.api.list(ResourceType.PROJECT).items()).isEmpty();
        assertThat(world.api.list(ResourceType.TEAM).items()).isEmpty();
        assertThat(world.made()).allMatch(each -> each.contains("user"));
    }

    @Test
    void namespacesOfAProjectThatLostItsFinalizerGoAllTheSame() throws InterruptedException {
        world.patch(ResourceType.PROJECT, "acme", "shop", "{metadata: {finalizers: []}}");
        world.delete(
                ResourceType.PROJECT,
                world.api.find(ResourceType.PROJECT, "acme", "shop").orElseThrow());
        world.project("acme", "other", "{}");
        world.settle();
        assertThat(world.namespaceOf("acme-shop")).isEmpty();
        assertThat(world.namespaceOf("acme-shop-qa")).isEmpty();
        assertThat(world.namespaceOf("acme-other")).isPresent();
    }

    @Test
    void whoGetsTheNameOfAUserThatIsGoneInheritsNothing() throws InterruptedException {
        world.delete(
                ResourceType.USER, world.api.find(ResourceType.USER, "", "adam").orElseThrow());
        world.settle();
        assertThat(world.api.find(ResourceType.USER, "", "adam")).isEmpty();
        assertThat(organization().spec().members()).extracting("user").doesNotContain("adam");
        assertThat(world.made()).noneMatch(each -> each.contains("adam"));
        world.users("adam");
        world.settle();
        assertThat(world.bound("acme-shop", "admin")).containsExactly("olga");
        assertThat(world.bound("user-adam", "roadstead:self")).containsExactly("adam");
    }

    @Test
    void membersThatAreNoUsersAreNamed() throws InterruptedException {
        members("[{user: olga, role: Owner}, {user: zed, role: Admin}, {user: nobody, role: Admin}]");
        world.settle();
        var ready = world.ready(ResourceType.ORGANIZATION, "", "acme");
        assertThat(ready.reason()).isEqualTo("UnknownUsers");
        assertThat(ready.message()).contains("nobody, zed");
        assertThat(world.bound("acme-shop", "admin")).containsExactly("olga");
    }

    private void members(String yaml) {
        world.patch(ResourceType.ORGANIZATION, "", "acme", "{spec: {members: %s}}".formatted(yaml));
    }

    private Organization organization() {
        return world.api.find(ResourceType.ORGANIZATION, "", "acme").orElseThrow();
    }

    private boolean mfaRequired(String user) {
        User.Status status =
                world.api.find(ResourceType.USER, "", user).orElseThrow().status();
        return status != null && status.mfaRequired();
    }

    private boolean suspended(String namespace) {
        return "true"
                .equals(world.namespaceOf(namespace)
                        .orElseThrow()
                        .metadata()
                        .labels()
                        .get(Labels.SUSPENDED));
    }

    private void invitation(String namespace, String user, Role role) {
        ObjectMeta metadata = ObjectMeta.toCreate(namespace, "of-" + user, Map.of(), List.of(), List.of());
        world.api.create(
                ResourceType.INVITATION,
                new Invitation(metadata, new Invitation.Spec(user + "@example.com", role), null));
        world.api.patchStatus(
                ResourceType.INVITATION,
                namespace,
                "of-" + user,
                Routes.yaml("{status: {acceptedBy: %s}}".formatted(user)));
    }
}
