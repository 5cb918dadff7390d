package dev.roadstead.controller.reconcile.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.fixture.Ingress;
import dev.roadstead.controller.fixture.MemoryApi;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.controller.fixture.ToldEvents;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.model.Application;
import dev.roadstead.model.Condition;
import dev.roadstead.model.ConfigMap;
import dev.roadstead.model.Edge;
import dev.roadstead.model.Json;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Tunnel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routers and tunnels run while they are wanted, as they are wanted, and nothing of others is touched. */
class EdgeReconcilerTest {
    private static final String NS = "roadstead-system";

    private final MemoryApi api = new MemoryApi(new Effects(), () -> Instant.EPOCH);
    private final List<String> events = new ArrayList<>();
    private final ToldEvents recorder = new ToldEvents((_, what) -> events.add(what));
    private final EdgeReconciler edges = new EdgeReconciler(
            api,
            lister(ResourceType.EDGE),
            lister(ResourceType.NODE),
            "http://127.0.0.1:7444",
            recorder,
            () -> Instant.EPOCH);
    private final TunnelReconciler tunnels = new TunnelReconciler(
            api,
            new TunnelReconciler.Caches(
                    lister(ResourceType.TUNNEL), lister(ResourceType.DOMAIN), lister(ResourceType.NODE)),
            recorder,
            () -> Instant.EPOCH);

    @BeforeEach
    void aServerWithANodeWhereRequestsComeIn() {
        ObjectMeta metadata = ObjectMeta.toCreate(null, NS, Map.of(), List.of(), List.of());
        api.create(ResourceType.NAMESPACE, new Namespace(metadata));
        api.create(ResourceType.NODE, Ingress.node("a", 80, 443));
        api.create(ResourceType.NODE, Nodes.ready("b"));
    }

    @Test
    void routersAreMadeFollowTheEdgeAndGoWithTheLastNode() {
        api.create(ResourceType.EDGE, Ingress.edge(null, Ingress.STAGING));
        pass();
        assertThat(traefik().orElseThrow().spec().template().image()).isEqualTo("traefik:v3.5");
        assertThat(api.find(ResourceType.VOLUME, NS, "traefik-acme-a")).isPresent();
        assertThat(api.find(ResourceType.NAMESPACE, "", NS)
                        .orElseThrow()
                        .metadata()
                        .labels())
                .containsEntry(Labels.POLICY, "privileged");
        assertThat(ready().reason()).isEqualTo("Starting");

        patch(ResourceType.EDGE, "", Edge.NAME, "{spec: {image: 'traefik:v3.6'}}");
        pass();
        assertThat(traefik().orElseThrow().spec().template().image()).isEqualTo("traefik:v3.6");
        assertThat(events).last().asString().startsWith("Changed");

        patch(ResourceType.NODE, "", "a", "{spec: {ingress: {enabled: false}}}");
        pass();
        assertThat(traefik()).isEmpty();
        assertThat(ready().reason()).isEqualTo("NoIngressNode");
        assertThat(api.find(ResourceType.VOLUME, NS, "traefik-acme-a"))
                .as("certificates are kept")
                .isPresent();
    }

    @Test
    void routersThatEachAskForCertificatesAreWarnedOf() {
        api.create(ResourceType.EDGE, Ingress.edge("https://10.0.0.1:7445", Ingress.STAGING));
        pass();
        assertThat(condition("OneIssuer").reason()).isEqualTo("OneNode");
        patch(ResourceType.NODE, "", "b", "{spec: {ingress: {enabled: true}}}");
        pass();
        assertThat(condition("OneIssuer").status()).isEqualTo(Condition.Status.False);
        assertThat(condition("OneIssuer").message())
                .contains("nodes a, b each ask for certificates of their own", "2 of the 5", "spec.acme.dns");
    }

    @Test
    void whatSomebodyChangesIsPutBackAndSaid() {
        api.create(ResourceType.EDGE, Ingress.edge(null, null));
        pass();
        Application.Spec made = traefik().orElseThrow().spec();
        patch(ResourceType.APPLICATION, NS, "traefik", """
                {spec: {paused: true, placement: {nodeName: b}, template: {args: [--api], workingDir: /tmp}}}""");
        pass();
        assertThat(traefik().orElseThrow().spec()).isEqualTo(made);
        assertThat(events).last().asString().startsWith("PutBack").contains("change the Edge instead");
        int before = events.size();
        patch(ResourceType.APPLICATION, NS, "traefik", "{spec: {restartedAt: '2026-01-01T00:00:00Z'}}");
        pass();
        assertThat(traefik().orElseThrow().spec().restartedAt())
                .as("a restart is anybody's")
                .isNotNull();
        assertThat(events).hasSize(before);
    }

    @Test
    void anApplicationOfTheNameThatIsSomebodyElsesIsLeftAlone() {
        Application.Spec theirs = Routes.application(Routes.yaml("null")).spec();
        ObjectMeta metadata = ObjectMeta.toCreate(NS, "traefik", Map.of(), List.of(), List.of());
        api.create(ResourceType.APPLICATION, new Application(metadata, theirs, null));
        api.create(ResourceType.EDGE, Ingress.edge(null, null));
        pass();
        assertThat(traefik().orElseThrow().spec()).isEqualTo(theirs);
        assertThat(ready().reason()).isEqualTo("NameTaken");
        api.delete(ResourceType.EDGE, "", Edge.NAME, edge().metadata().requireUid());
        pass();
        assertThat(traefik()).isPresent();
    }

    @Test
    void whatTheApplicationSaysOfItselfIsSaidOfTheEdge() {
        api.create(ResourceType.EDGE, Ingress.edge(null, null));
        pass();
        status("False", "ImagePullFailed", "traefik-1-0 on node a: there is no such image");
        pass();
        assertThat(ready().reason()).isEqualTo("ImagePullFailed");
        assertThat(ready().message()).contains("there is no such image").contains("published ports");
        status("True", "Available", "1 of 1");
        pass();
        assertThat(ready().status()).isEqualTo(Condition.Status.True);
        assertThat(ready().message()).isEqualTo("it runs on nodes a");
    }

    @Test
    void aTunnelRunsWithTheHostnamesOfItsDomainsAndGoesWithAllThatIsItsOwn() {
        api.create(ResourceType.TUNNEL, Ingress.tunnel("t"));
        api.create(ResourceType.DOMAIN, Routes.domain("shop/shop", "{hostname: shop.example.com}"));
        tunnels.reconcile("t");
        assertThat(api.find(ResourceType.APPLICATION, NS, "tunnel-t"))
                .as("before the verdict")
                .isEmpty();
        ObjectNode status = Json.mapper().createObjectNode();
        long generation = api.find(ResourceType.DOMAIN, "shop", "shop")
                .orElseThrow()
                .metadata()
                .generation();
        status.set(
                "status",
                Json.mapper()
                        .valueToTree(Routes.judged(
                                        Routes.domain("shop/shop", "{hostname: shop.example.com}"),
                                        generation,
                                        "Accepted",
                                        "True")
                                .status()));
        api.patchStatus(ResourceType.DOMAIN, "shop", "shop", status);
        tunnels.reconcile("t");
        assertThat(api.find(ResourceType.APPLICATION, NS, "tunnel-t")).isPresent();
        ConfigMap config = api.find(ResourceType.CONFIG_MAP, NS, "tunnel-t").orElseThrow();
        assertThat(config.data().get("a.yaml")).contains("shop.example.com");
        Tunnel tunnel = api.find(ResourceType.TUNNEL, "", "t").orElseThrow();
        assertThat(tunnel.status())
                .isNotNull()
                .satisfies(it -> assertThat(it.hostnames()).containsExactly("shop.example.com"));

        api.delete(ResourceType.TUNNEL, "", "t", tunnel.metadata().requireUid());
        tunnels.reconcile("t");
        assertThat(api.find(ResourceType.APPLICATION, NS, "tunnel-t")).isEmpty();
        assertThat(api.find(ResourceType.CONFIG_MAP, NS, "tunnel-t")).isEmpty();
    }

    private void pass() {
        edges.reconcile(Edge.NAME);
    }

    private Optional<Application> traefik() {
        return api.find(ResourceType.APPLICATION, NS, "traefik");
    }

    private Edge edge() {
        return api.find(ResourceType.EDGE, "", Edge.NAME).orElseThrow();
    }

    private Condition ready() {
        return condition("Ready");
    }

    private Condition condition(String type) {
        Edge.Status status = edge().status();
        return (status == null ? List.<Condition>of() : status.conditions())
                .stream().filter(it -> it.type().equals(type)).findFirst().orElseThrow();
    }

    private void status(String ready, String reason, String message) {
        ObjectNode patch = (ObjectNode) Routes.yaml("""
                {status: {replicas: 1, readyReplicas: 0, updatedReplicas: 1, availableReplicas: 0, conditions: [{type: Ready,
                 lastTransitionTime: '2026-01-01T00:00:00Z'}]}}""");
        patch.withObject("/status")
                .put("observedGeneration", traefik().orElseThrow().metadata().generation());
        ((ObjectNode) patch.at("/status/conditions/0"))
                .put("status", ready)
                .put("reason", reason)
                .put("message", message);
        api.patchStatus(ResourceType.APPLICATION, NS, "traefik", patch);
    }

    private void patch(ResourceType<?> type, String namespace, String name, String patch) {
        api.patch(type, namespace, name, Routes.yaml(patch));
    }

    private <T extends Resource> Lister<T> lister(ResourceType<T> type) {
        return api.lister(type, Map.of());
    }
}
