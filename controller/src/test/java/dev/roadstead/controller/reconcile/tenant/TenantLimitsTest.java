package dev.roadstead.controller.reconcile.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.model.Labels;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.ResourceType;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an Organization's Plan and its own limits allow, and what suspension stops. */
class TenantLimitsTest {
    private final TenantWorld world = new TenantWorld();

    @BeforeEach
    void anOrganizationWithAProjectAndATeam() throws InterruptedException {
        world.begin();
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
        world.members("[{user: olga, role: Owner}]");
        world.settle();
        assertThat(world.ready(ResourceType.PROJECT, "acme", "shop").reason()).isEqualTo("TooManyProjects");
        assertThat(world.bound("acme-shop", "admin")).containsExactly("olga");
        assertThat(world.namespaceOf("acme-shop")).isPresent();
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

    private boolean suspended(String namespace) {
        return "true"
                .equals(world.namespaceOf(namespace)
                        .orElseThrow()
                        .metadata()
                        .labels()
                        .get(Labels.SUSPENDED));
    }
}
