package dev.roadstead.controller.plan.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.People;
import dev.roadstead.controller.plan.Quota;
import dev.roadstead.controller.plan.QuotaItem;
import dev.roadstead.controller.plan.QuotaUsage;
import dev.roadstead.controller.plan.tenant.Place.Claim;
import dev.roadstead.controller.plan.tenant.TeamSnapshot.Area;
import dev.roadstead.model.Application;
import dev.roadstead.model.Invitation;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Organization.Member;
import dev.roadstead.model.Organization.Role;
import dev.roadstead.model.Plan;
import dev.roadstead.model.Project.PolicyLevel;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.ResourceQuota;
import dev.roadstead.model.Role.Rule;
import dev.roadstead.model.User;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantPlansTest {
    private static final Organization ACME = People.organization(
            "acme",
            "{members: [{user: olga, role: Owner}, {user: adam, role: Admin}, {user: dora, role: Developer},"
                    + " {user: vera, role: Viewer}]}");
    private static final Membership MEMBERSHIP = Membership.of(ACME, _ -> true);

    @ParameterizedTest
    @CsvSource({
        "Privileged, Baseline, baseline",
        "Privileged, Restricted, restricted",
        "Baseline, Restricted, restricted",
        "Restricted, Baseline, restricted",
        "Baseline, Privileged, baseline",
        "Privileged, Privileged, privileged"
    })
    void theStricterPolicyCounts(String asked, String limit, String label) {
        var organization = People.organization("acme", "{limits: {policyLevel: %s}}".formatted(limit));
        var project = People.project("acme", "shop", "{policyLevel: %s}".formatted(asked));
        assertThat(ProjectPlaces.of(organization, project).getFirst().place().labels())
                .containsEntry(Labels.POLICY, label);
    }

    @Test
    void whileThePlanIsNotThereThereAreNoMoreContainers() {
        var organization = People.organization("acme", "{plan: gone, limits: {totalQuota: {limits.pids: 1024}}}");
        QuotaUsage used = new QuotaUsage(Map.of(QuotaItem.CONTAINERS, 3L));
        assertThat(PlanLimits.total(organization, _ -> Optional.empty(), used))
                .hasValueSatisfying(quota -> assertThat(quota.hard())
                        .isEqualTo(Map.of(QuotaItem.CONTAINERS, 3L, QuotaItem.LIMITS_PIDS, 1024L)));
        assertThat(PlanLimits.total(People.organization("acme", "{}"), _ -> Optional.empty(), used))
                .isEmpty();
    }

    @Test
    void aPlanThatSaysNothingOfThePolicyLeavesItToTheOrganization() {
        Organization trusted = People.organization("acme", "{plan: small, limits: {policyLevel: Privileged}}");
        assertThat(applied(trusted, null).projects()).isEqualTo(3);
        assertThat(applied(trusted, null).policyLevel()).isEqualTo(PolicyLevel.Privileged);
        assertThat(applied(trusted, PolicyLevel.Baseline).policyLevel()).isEqualTo(PolicyLevel.Baseline);
        assertThat(applied(ACME, PolicyLevel.Privileged).policyLevel()).isEqualTo(PolicyLevel.Baseline);
    }

    private static Organization.Limits applied(Organization organization, @Nullable PolicyLevel general) {
        ObjectMeta metadata = ObjectMeta.toCreate(null, "small", Map.of(), List.of(), List.of());
        var limits = new Plan.Limits(3, Map.of(), Map.of(), general);
        Plan plan = new Plan(metadata, new Plan.Spec(null, limits, null, null, null));
        return PlanLimits.applied(organization, plan).spec().limits();
    }

    @Test
    void anotherPlanIsNoticed() {
        Organization small = People.organization("acme", "{plan: small}");
        assertThat(PlanLimits.isOther(null, small)).isTrue();
        assertThat(PlanLimits.isOther(ACME, small)).isTrue();
        assertThat(PlanLimits.isOther(small, small)).isFalse();
    }

    @Test
    void ofTwoQuotasTheSmallerAmountCountsAndWhatOneDoesNotNameComesFromTheOther() {
        var organization = People.organization(
                "acme",
                "{limits: {projectQuota: {limits.memory: 16Gi, limits.cpu: 500m, count/containers.roadstead.dev: '9'}}}");
        var project = People.project(
                "acme",
                "shop",
                "{quota: {limits.memory: 24Gi, limits.cpu: '1', requests.cpu: '2'}, environments: [{name: qa, quota:"
                        + " {limits.memory: 1Gi}}]}");
        var places = ProjectPlaces.of(organization, project);
        assertThat(places.getFirst().quota())
                .hasToString("{count/containers.roadstead.dev=Quantity[text=9], limits.cpu=Quantity[text=500m],"
                        + " limits.memory=Quantity[text=16Gi], requests.cpu=Quantity[text=2]}");
        assertThat(places.getLast().namespace()).isEqualTo("acme-shop-qa");
        assertThat(places.getLast().quota())
                .hasToString("{count/containers.roadstead.dev=Quantity[text=9], limits.cpu=Quantity[text=500m],"
                        + " limits.memory=Quantity[text=1Gi]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1234567890123456789", "much", "''"})
    void whatIsNoAmountIsNotAskedForAndALimitThatIsNoneIsNothing(String bad) {
        var organization = People.organization(
                "acme", "{limits: {projectQuota: {limits.memory: 16Gi, limits.cpu: %s}}}".formatted(bad));
        var project = People.project(
                "acme",
                "shop",
                "{quota: {limits.memory: %s, limits.cpu: 1}, environments: [{name: qa, quota: {requests.cpu: %s}}]}"
                        .formatted(bad, bad));
        assertThat(ProjectPlaces.of(organization, project))
                .allSatisfy(place -> assertThat(place.quota())
                        .hasToString("{limits.cpu=Quantity[text=0], limits.memory=Quantity[text=16Gi]}"));
        assertThat(ProjectPlaces.invalid(organization, project))
                .hasSize(3)
                .contains("spec.environments[qa].quota[requests.cpu]: \"%s\"".formatted(bad.replace("'", "")));
    }

    @Test
    void aLimitOfAResourceQuotaThatIsNoAmountIsNothing() {
        ResourceQuota quota = new ResourceQuota(
                ObjectMeta.toCreate("acme-shop", "q", Map.of(), List.of(), List.of()),
                new ResourceQuota.Spec(
                        Map.of("limits.memory", Quantity.of("-1"), "limits.cpu", Quantity.of("1234567890123456789"))),
                null);
        assertThat(Quota.of(quota, QuotaUsage.NONE).hard().values()).containsOnly(0L);
    }

    @Test
    void anInvitationLetsInButNeitherMakesAnOwnerNorChangesAMember() {
        Joining joining = Joining.of(
                ACME,
                List.of(
                        invitation("nina", Role.Admin, false),
                        invitation("rob", Role.Owner, false),
                        invitation("olga", Role.Viewer, false),
                        invitation("ghost", Role.Viewer, false),
                        invitation("late", Role.Viewer, true)),
                user -> !user.equals("ghost"));
        assertThat(joining.members())
                .hasSize(5)
                .contains(new Member("olga", Role.Owner))
                .contains(new Member("nina", Role.Admin));
        assertThat(joining.joined().stream().map(each -> each.metadata().name()))
                .containsExactly("of-nina", "of-olga");
    }

    @Test
    void nobodyJoinsWhatIsSuspended() {
        Organization suspended = People.organization("acme", "{suspended: true}");
        Joining joining = Joining.of(suspended, List.of(invitation("nina", Role.Admin, false)), _ -> true);
        assertThat(joining.changes(suspended)).isFalse();
        assertThat(joining.joined()).isEmpty();
    }

    @Test
    void whoIsNoMemberIsNeverASubject() {
        assertThat(MEMBERSHIP.subjects(List.of("stranger", "vera")))
                .extracting("name")
                .containsExactly("vera");
    }

    @Test
    void aNamespaceIsOnesOwnByTheUidAlone() {
        Place place = new Place("acme", "uid-acme", Map.of(Labels.ORGANIZATION, "acme"));
        assertThat(place.claim(null)).isEqualTo(Claim.ABSENT);
        assertThat(place.claim(place.toCreate())).isEqualTo(Claim.OURS);
        assertThat(place.claim(namespace(Map.of(Labels.OWNER_UID, "uid-of-one-before"))))
                .isEqualTo(Claim.TAKEN);
        assertThat(place.claim(namespace(Map.of()))).isEqualTo(Claim.TAKEN);
    }

    @Test
    void ownersAndNobodyElseMayChangeTheirOrganization() {
        Rights rights = OrganizationPlan.of(ACME, MEMBERSHIP).rights();
        assertThat(rights.clusterBindings().getLast().subjects())
                .extracting("name")
                .containsExactly("olga");
        assertThat(rights.clusterRoles().getLast().rules())
                .containsExactly(Rule.of(List.of("organizations"), List.of("acme"), List.of("get", "update", "patch")));
        assertThat(rights.clusterRoles().getFirst().rules())
                .containsExactly(Rule.of(List.of("organizations"), List.of("acme"), List.of("get")));
    }

    @Test
    void whoIsAMemberByAGroupMustBeOneOfTheOrganizationToo() {
        List<User> users =
                List.of(People.user("dora", "dev"), People.user("stranger", "dev"), People.user("vera", "ops"));
        TeamPlan plan = team("{members: [vera, mallory], groups: [{provider: sso, group: dev}]}", users, List.of());
        assertThat(plan.members()).containsExactly("dora", "vera");
        assertThat(plan.readiness().reason()).isEqualTo("UnknownMembers");
        assertThat(plan.readiness().message()).contains("mallory").doesNotContain("stranger");
    }

    @Test
    void aFolderIsItsApplicationsAndThoseBelowIt() {
        List<Application> applications =
                List.of(inFolder("web", "front"), inFolder("api", "front/api"), inFolder("db", "frontier"));
        TeamPlan plan = team(
                "{members: [dora], grants: [{project: shop, role: Developer, part: {folder: front}}]}",
                List.of(),
                applications);
        assertThat(plan.rights().bindings()).singleElement().satisfies(binding -> {
            assertThat(binding.roleRef().kind()).isEqualTo("Role");
            assertThat(binding.metadata().namespace()).isEqualTo("acme-shop");
        });
        assertThat(plan.rights().roles().getFirst().rules())
                .allSatisfy(rule -> assertThat(rule.resourceNames()).containsExactly("api", "web"));
    }

    @Test
    void whatOnlyControllersWriteIsNeverGrantedForWriting() {
        TeamPlan plan = team(
                "{members: [dora], grants: [{project: shop, role: Admin, part: {resources:"
                        + " [{resource: containers, name: c}, {resource: releases, name: r}, {resource: apikeys, name: k},"
                        + " {resource: volumes, name: v}]}}]}",
                List.of(),
                List.of());
        assertThat(plan.readiness().reason()).isEqualTo("UnknownResource");
        List<Rule> rules = plan.rights().roles().getFirst().rules();
        assertThat(rules.stream()
                        .filter(rule -> !Set.of("get", "list", "watch").containsAll(rule.verbs()))
                        .map(Rule::resources))
                .containsExactly(List.of("volumes"));
        assertThat(rules.stream().flatMap(rule -> rule.resources().stream()))
                .noneMatch(each -> each.contains("apikeys"));
    }

    @Test
    void aGrantOfTooManyObjectsIsLeftOutAndTheOthersCount() {
        List<Application> many = IntStream.rangeClosed(0, 500)
                .mapToObj(each -> inFolder("app-" + each, "front"))
                .toList();
        String spec = "{members: [dora], grants: [{project: shop, role: Developer, part: {folder: front}},"
                + " {project: shop, role: Viewer, part: {resources: [{resource: volumes, name: v}]}}]}";
        TeamPlan plan = team(spec, List.of(), many);
        assertThat(plan.readiness().reason()).isEqualTo("TooManyNames");
        assertThat(plan.rights().roles().getFirst().rules())
                .allSatisfy(rule -> assertThat(rule.resourceNames()).containsExactly("v"));
        assertThat(team(spec, List.of(), many.subList(0, 500)).readiness().ready())
                .isTrue();
    }

    @Test
    void grantsForWhatIsNotThereSaySo() {
        TeamPlan plan = team(
                "{members: [dora], grants: [{project: gone, role: Viewer}, {project: shop, environment: qa, role: Viewer}]}",
                List.of(),
                List.of());
        assertThat(plan.rights()).isEqualTo(Rights.NONE);
        assertThat(plan.readiness().message()).contains("no Project gone").contains("no environment qa");
    }

    @ParameterizedTest
    @CsvSource({
        "organization.acme, organization, acme",
        "project.acme.shop, project, acme/shop",
        "team.acme.a.b, team, acme/a.b",
        "user.a.b, user, a.b"
    })
    void theLabelSaysWhomAnObjectIsMadeFor(String label, String kind, String key) {
        Owner owner = new Owner(kind, key);
        assertThat(owner.label()).isEqualTo(label);
        assertThat(Owner.of(owner.metadata("ns", "x"))).isEqualTo(owner);
    }

    private static TeamPlan team(String spec, List<User> users, List<Application> applications) {
        return TeamPlan.of(new TeamSnapshot(
                People.team("acme", "builders", spec),
                MEMBERSHIP,
                users,
                Map.of("shop", List.of(new Area("acme-shop", null, false, applications)))));
    }

    private static Application inFolder(String name, String folder) {
        Application.Spec any = Apps.of(1, "app:1").spec();
        ObjectMeta metadata = ObjectMeta.toCreate("acme-shop", name, Map.of(), List.of(), List.of())
                .withAnnotations(Map.of(Labels.FOLDER, folder));
        return new Application(metadata, any, null);
    }

    private static Invitation invitation(String user, Role role, boolean joined) {
        return new Invitation(
                ObjectMeta.toCreate("acme", "of-" + user, Map.of(), List.of(), List.of()),
                new Invitation.Spec(user + "@example.com", role),
                new Invitation.Status(user, joined));
    }

    private static Namespace namespace(Map<String, String> annotations) {
        return new Namespace(
                ObjectMeta.toCreate(null, "acme", Map.of(Labels.ORGANIZATION, "acme"), List.of(), List.of())
                        .withAnnotations(annotations));
    }
}
