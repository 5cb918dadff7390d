package dev.roadstead.controller.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.fixture.MemoryApi;
import dev.roadstead.controller.fixture.People;
import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.controller.plan.tenant.Owner;
import dev.roadstead.model.Application;
import dev.roadstead.model.Invitation;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Organization.Member;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.RoleBinding;
import dev.roadstead.model.RoleBinding.RoleRef;
import dev.roadstead.model.User;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TenantTriggersTest {
    private static final Organization ACME = People.organization("acme", "{members: [{user: olga, role: Owner}]}");

    private final MemoryApi api = new MemoryApi(new Effects(), () -> Instant.EPOCH);
    private final TenantTriggers triggers = new TenantTriggers(
            api.lister(
                    ResourceType.ORGANIZATION,
                    Map.of(
                            "member",
                            each -> each.spec().members().stream()
                                    .map(Member::user)
                                    .toList())),
            api.lister(ResourceType.PROJECT, byNamespace()),
            api.lister(ResourceType.TEAM, byNamespace()),
            api.lister(ResourceType.NAMESPACE, Map.of()),
            api.lister(ResourceType.INVITATION, byNamespace()));

    @BeforeEach
    void anOrganization() {
        api.create(ResourceType.ORGANIZATION, ACME);
        api.create(ResourceType.PROJECT, People.project("acme", "shop", "{}"));
        api.create(ResourceType.TEAM, People.team("acme", "ops", "{}"));
        api.create(ResourceType.NAMESPACE, shop());
    }

    @Test
    void aChangedOrganizationWakesAllInItAndWhoWasOrIsAMember() {
        Organization after = People.organization("acme", "{members: [{user: dora, role: Owner}]}");
        assertThat(keys(triggers.organization(ACME, withGeneration(after))))
                .containsExactlyInAnyOrder(
                        "organization.acme", "project.acme.shop", "team.acme.ops", "user.olga", "user.dora");
        assertThat(triggers.organization(ACME, ACME)).isEmpty();
    }

    @Test
    void aUserOfOtherGroupsWakesTheTeamsOfTheOwnOrganizations() {
        User olga = People.user("olga");
        assertThat(keys(triggers.user(olga, People.user("olga", "dev"))))
                .contains("user.olga", "team.acme.ops", "organization.acme");
        assertThat(triggers.user(olga, olga)).isEmpty();
    }

    @Test
    void aNewUserWakesTheOrganizationOfTheInvitationThatItHasAccepted() {
        ObjectMeta metadata = ObjectMeta.toCreate("acme", "nina", Map.of(), List.of(), List.of());
        api.create(
                ResourceType.INVITATION,
                new Invitation(metadata, new Invitation.Spec("nina@example.com", Organization.Role.Viewer), null));
        api.patchStatus(
                ResourceType.INVITATION, "acme", "nina", Routes.yaml("{status: {acceptedBy: nina, joined: false}}"));
        assertThat(keys(triggers.user(null, People.user("nina")))).contains("organization.acme");
        assertThat(keys(triggers.user(null, People.user("other")))).containsExactly("user.other");
    }

    @Test
    void aNamespaceThatLosesItsLabelsStillWakesWhomItWasMadeFor() {
        Namespace bare = new Namespace(ObjectMeta.toCreate(null, "acme-shop", Map.of(), List.of(), List.of()));
        assertThat(keys(triggers.namespace(shop(), bare))).contains("project.acme.shop", "team.acme.ops");
        assertThat(keys(triggers.namespace(shop(), null))).contains("project.acme.shop", "team.acme.ops");
    }

    @Test
    void aBindingThatLosesItsLabelStillWakesWhomItWasMadeFor() {
        assertThat(keys(TenantTriggers.made(binding(Map.of(Labels.MADE_FOR, "team.acme.ops")), binding(Map.of()))))
                .containsExactly("team.acme.ops");
    }

    @Test
    void anApplicationWakesTeamsWhenItIsInAnotherFolderOnly() {
        assertThat(keys(triggers.application(inFolder("a"), inFolder("b")))).containsExactly("team.acme.ops");
        assertThat(keys(triggers.application(inFolder("a"), null))).containsExactly("team.acme.ops");
        assertThat(triggers.application(inFolder("a"), inFolder("a"))).isEmpty();
    }

    private static Set<String> keys(Set<Owner> owners) {
        return owners.stream().map(Owner::label).collect(Collectors.toSet());
    }

    private static Organization withGeneration(Organization organization) {
        ObjectMeta old = organization.metadata();
        ObjectMeta next = new ObjectMeta(
                old.name(), null, old.uid(), "2", 2, null, null, Map.of(), Map.of(), List.of(), List.of());
        return new Organization(next, organization.spec(), null);
    }

    private static Namespace shop() {
        Map<String, String> labels = Map.of(Labels.ORGANIZATION, "acme", Labels.PROJECT, "shop");
        return new Namespace(ObjectMeta.toCreate(null, "acme-shop", labels, List.of(), List.of()));
    }

    private static RoleBinding binding(Map<String, String> labels) {
        return new RoleBinding(
                ObjectMeta.toCreate("acme-shop", "x", labels, List.of(), List.of()),
                List.of(),
                RoleRef.clusterRole("admin"));
    }

    private static Application inFolder(String folder) {
        ObjectMeta metadata = ObjectMeta.toCreate("acme-shop", "web", Map.of(), List.of(), List.of())
                .withAnnotations(Map.of(Labels.FOLDER, folder));
        return new Application(metadata, Apps.of(1, "app:1").spec(), null);
    }

    private static <T extends Resource> Map<String, Function<? super T, Collection<String>>> byNamespace() {
        return Map.of("namespace", each -> Set.of(String.valueOf(each.metadata().namespace())));
    }
}
