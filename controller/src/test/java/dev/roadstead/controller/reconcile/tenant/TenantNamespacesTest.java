package dev.roadstead.controller.reconcile.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.model.Application;
import dev.roadstead.model.ConfigMap;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Namespaces of Organizations and Projects come and go with them, and nobody else's do. */
class TenantNamespacesTest {
    private final TenantWorld world = new TenantWorld();

    @BeforeEach
    void anOrganizationWithAProjectAndATeam() throws InterruptedException {
        world.begin();
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
    void anOrganizationGoesWithAllThatWasMadeForIt() throws InterruptedException {
        world.delete(ResourceType.ORGANIZATION, world.organization());
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
}
