package dev.roadstead.controller.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Ingress;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.fixture.Volumes;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate.EnvFrom;
import dev.roadstead.model.ContainerTemplate.ObjectRef;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceQuota;
import dev.roadstead.model.Secret;
import dev.roadstead.model.Volume;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TriggersTest {
    private static final Map<String, String> LABELS =
            Map.of(Labels.NAMESPACE, "shop", Labels.APPLICATION, "web", Labels.RELEASE, "2", Labels.ORDINAL, "7");

    @Test
    void anEngineEventNamesItsContainerByItsLabels() {
        ContainerTriggers triggers = new ContainerTriggers(lister(List.of()));
        assertThat(triggers.engineEvent("die", "id", LABELS)).containsExactly("shop/web-2-7");
        assertThat(triggers.engineEvent("exec_die", "id", LABELS)).isEmpty();
    }

    @Test
    void anEventWithoutLabelsNamesItByItsId() {
        Container container = container();
        ContainerTriggers triggers = new ContainerTriggers(lister(List.of(container)));
        assertThat(triggers.engineEvent("disconnect", "id-web-1-0", Map.of())).containsExactly("shop/web-1-0");
    }

    @Test
    void aDomainWakesItsApplicationWhenItAsksForLabelsOrDid() {
        Domain plain = Routes.domain("shop/a", "{hostname: a.example.com}");
        Domain labelled = Routes.domain("shop/a", "{hostname: a.example.com, labels: true}");
        assertThat(ApplicationTriggers.domain(null, plain)).isEmpty();
        assertThat(ApplicationTriggers.domain(plain, labelled)).containsExactly("shop/web");
        assertThat(ApplicationTriggers.domain(labelled, plain)).containsExactly("shop/web");
        assertThat(ApplicationTriggers.domain(labelled, null)).containsExactly("shop/web");
    }

    @Test
    void aNamespaceThatIsAnotherOrganizationsWakesItsDomains() {
        DomainTriggers triggers =
                new DomainTriggers(lister(List.of(Routes.domain("shop/a", "{hostname: a.example.com}"))));
        Namespace free = new Namespace(ObjectMeta.toCreate(null, "shop", Map.of(), List.of(), List.of()));
        Namespace owned = new Namespace(
                ObjectMeta.toCreate(null, "shop", Map.of(Labels.ORGANIZATION, "acme"), List.of(), List.of()));
        Namespace suspended = new Namespace(ObjectMeta.toCreate(
                null, "shop", Map.of(Labels.ORGANIZATION, "acme", Labels.SUSPENDED, "true"), List.of(), List.of()));
        assertThat(triggers.namespace(free, owned)).containsExactly("shop/a");
        assertThat(triggers.namespace(owned, free)).containsExactly("shop/a");
        assertThat(triggers.namespace(null, free)).containsExactly("shop/a");
        assertThat(triggers.namespace(owned, suspended)).isEmpty();
    }

    @Test
    void onlyNodesWhereRequestsComeInConcernRouters() {
        assertThat(IngressTriggers.node(null, Nodes.ready("a"))).isFalse();
        assertThat(IngressTriggers.node(null, Ingress.node("a", 80, 443))).isTrue();
        assertThat(IngressTriggers.node(Ingress.node("a", 80, 443), null)).isTrue();
    }

    @Test
    void aSecretWakesOnlyThoseWhoWaitForIt() {
        Fleet fleet = fleet();
        Container waiting = fleet.container("web-1-0");
        fleet.observe(waiting, Container.State.Pending, false, "ConfigMissing");
        Secret secret = new Secret(ObjectMeta.toCreate("shop", "db", Map.of(), List.of(), List.of()), Map.of());
        assertThat(new ContainerTriggers(lister(fleet.containers())).secret(null, secret))
                .containsExactly("shop/web-1-0");
        fleet.heal();
        assertThat(new ContainerTriggers(lister(fleet.containers())).secret(null, secret))
                .isEmpty();
    }

    @Test
    void aVolumeWakesItsUsersWhenItsDataIsThereOrElsewhere() {
        Fleet fleet = new Fleet(Apps.of(1, "-").template(Volumes.mounting("app:1", "data")), Nodes.ready("a"));
        Volume bound = Volumes.stored(Volumes.bound(Volumes.named("data"), "a"));
        fleet.volume(bound);
        fleet.pass();
        VolumeTriggers triggers = new VolumeTriggers(lister(List.of(fleet.application())), lister(fleet.containers()));
        Volume ready = Volumes.ready(bound, "a", "shop.data");

        assertThat(triggers.containersOf(bound, ready)).containsExactly("shop/web-1-0");
        assertThat(triggers.applicationsOf(ready, Volumes.ready(bound, "b", "shop.data")))
                .containsExactly("shop/web");
        assertThat(triggers.containersOf(ready, ready)).isEmpty();
        assertThat(triggers.applicationsOf(ready, ready)).isEmpty();
        assertThat(triggers.volume(ready, ready)).isEmpty();
        assertThat(triggers.container(null, fleet.container("web-1-0"))).containsExactly("shop/data");
        assertThat(VolumeTriggers.nodeOf(ready, Volumes.deleted(ready))).containsExactly("a");
        assertThat(VolumeTriggers.nodeOf(bound, ready)).isEmpty();
    }

    @Test
    void aStatusAloneDoesNotWakeItsWriter() {
        Container before = container();
        Container after = new Container(before.metadata(), before.spec(), null);
        assertThat(new ContainerTriggers(lister(List.of())).container(before, after))
                .isEmpty();
        assertThat(new ApplicationTriggers(lister(List.of())).container(before, after))
                .containsExactly("shop/web");
        assertThat(new ContainerTriggers(lister(List.of())).container(before, null))
                .containsExactly("shop/web-1-0");
    }

    @Test
    void aNodeThatBecomesReadyWakesThoseWithoutAPlace() {
        Fleet unplaced = new Fleet(Apps.of(1, "app:1"), Nodes.notReady("a"));
        unplaced.pass();
        ApplicationTriggers triggers = new ApplicationTriggers(lister(List.of(unplaced.application())));
        assertThat(triggers.node(Nodes.notReady("a"), Nodes.ready("a"))).containsExactly("shop/web");
        assertThat(triggers.node(Nodes.ready("a"), Nodes.ready("a"))).isEmpty();
        Fleet placed = new Fleet(Apps.of(1, "app:1"), Nodes.ready("a"));
        placed.converge();
        assertThat(new ApplicationTriggers(lister(List.of(placed.application())))
                        .node(Nodes.notReady("a"), Nodes.ready("a")))
                .isEmpty();
    }

    @Test
    void whatSaysWhoResolvesImagesWakesTheReleasesThatWaitForIt() {
        Fleet fleet = new Fleet(Apps.of(1, "app:1"), Nodes.ready("a"));
        fleet.plan().actions().forEach(fleet::apply);
        var waiting = new ReleaseTriggers(lister(List.of(fleet.release(1))));
        assertThat(waiting.node(null, Nodes.ready("a"))).containsExactly("shop/web-1");
        assertThat(waiting.node(Nodes.ready("a"), null)).containsExactly("shop/web-1");
        assertThat(waiting.node(Nodes.ready("a"), Nodes.notReady("a"))).containsExactly("shop/web-1");
        assertThat(waiting.node(Nodes.ready("a"), Nodes.ready("a"))).isEmpty();
        assertThat(waiting.application(null, fleet.application())).containsExactly("shop/web-1");
        assertThat(waiting.application(fleet.application(), fleet.application()))
                .isEmpty();

        fleet.resolveImages();
        var resolved = new ReleaseTriggers(lister(List.of(fleet.release(1))));
        assertThat(resolved.node(null, Nodes.ready("a"))).isEmpty();
        assertThat(resolved.release(null, fleet.release(1))).isEmpty();
    }

    @Test
    void aQuotaWithOtherLimitsWakesThoseWithoutAPlaceAndTheOneWhoCounts() {
        Fleet unplaced = new Fleet(Apps.of(1, "app:1"), Nodes.notReady("a"));
        unplaced.pass();
        ApplicationTriggers applications = new ApplicationTriggers(lister(List.of(unplaced.application())));
        assertThat(applications.quota(quota("10Mi"), quota("20Mi"))).containsExactly("shop/web");
        assertThat(applications.quota(quota("10Mi"), null)).containsExactly("shop/web");
        assertThat(applications.quota(quota("10Mi"), quota("10Mi"))).isEmpty();
        QuotaTriggers quotas = new QuotaTriggers(lister(List.of()));
        assertThat(quotas.quota(quota("10Mi"), quota("20Mi"))).containsExactly("shop/team");
        assertThat(quotas.quota(quota("10Mi"), quota("10Mi"))).isEmpty();
    }

    /** As the server sends it: without a generation. */
    private static ResourceQuota quota(String memory) {
        return new ResourceQuota(
                ObjectMeta.toCreate("shop", "team", Map.of(), List.of(), List.of()),
                new ResourceQuota.Spec(Map.of("requests.memory", Quantity.of(memory))),
                null);
    }

    private static Fleet fleet() {
        var env = List.of(new EnvFrom(null, new ObjectRef("db", false), null));
        Fleet fleet = new Fleet(Apps.of(1, "-").template(Templates.withEnvironment(List.of(), env)), Nodes.ready("a"));
        fleet.pass();
        return fleet;
    }

    private static Container container() {
        Fleet fleet = fleet();
        fleet.heal();
        return fleet.container("web-1-0");
    }

    /** Files everything under every value: what the index would have found is not what is tested here. */
    private static <T extends Resource> Lister<T> lister(List<T> objects) {
        return new Lister<>() {
            @Override
            public @Nullable T find(String namespace, String name) {
                return null;
            }

            @Override
            public List<T> all() {
                return objects;
            }

            @Override
            public List<T> byIndex(String index, String value) {
                return objects;
            }
        };
    }
}
