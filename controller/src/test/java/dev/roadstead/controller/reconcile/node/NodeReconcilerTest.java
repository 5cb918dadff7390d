package dev.roadstead.controller.reconcile.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.fixture.FakeHost;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.MemoryApi;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.ToldEvents;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.lease.Ownership.Claim;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.plan.Blueprints;
import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.controller.plan.VolumeMounts;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.controller.trigger.ContainerTriggers;
import dev.roadstead.model.Application;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Json;
import dev.roadstead.model.Node;
import dev.roadstead.model.ResourceType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeReconcilerTest {
    private static final String INSTALLATION = "installation";

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource clock = () -> now;
    private final Effects effects = new Effects();
    private final MemoryApi api = new MemoryApi(effects, clock);
    private final FakeHost engine = new FakeHost(effects, clock);
    private final JsonMapper mapper = Json.mapper();
    private final List<String> events = new ArrayList<>();
    private final List<String> looked = new ArrayList<>();
    private final NodeConnections connections = new NodeConnections(name -> true);
    private final NodeReconciler reconciler;
    private Claim claim = Claim.OURS;
    private String secret = "1";
    private int opened;

    NodeReconcilerTest() {
        var containers = api.lister(
                ResourceType.CONTAINER,
                Map.of("node", (Container c) -> Set.of(c.spec().nodeName()), "dockerId", c -> Set.of()));
        reconciler = new NodeReconciler(
                api,
                api.lister(ResourceType.NODE, Map.of()),
                api.lister(ResourceType.APPLICATION, Map.of()),
                containers,
                api.lister(ResourceType.VOLUME, Map.of("node", VolumeMounts::nodes)),
                connections,
                node -> {
                    opened++;
                    return engine;
                },
                host -> host,
                ref -> secret,
                shard -> claim,
                new EngineTriggers(new ContainerTriggers(containers), connections, key -> {}, key -> {}),
                looked::add,
                looked::add,
                dockerVolume -> false,
                recorder(),
                INSTALLATION,
                clock);
        Node.Connection ssh = new Node.Connection(
                null,
                null,
                new Node.Ssh(
                        "h", 22, "docker", new Node.SecretRef("infra", "key"), "ssh-ed25519 AAAA", "/docker.sock"));
        Node plain = Nodes.ready("a");
        api.create(
                ResourceType.NODE,
                new Node(
                        plain.metadata(),
                        new Node.Spec(
                                ssh,
                                null,
                                false,
                                false,
                                List.of(),
                                plain.spec().failure(),
                                plain.spec().ingress()),
                        null));
    }

    @Test
    void anEngineThatAnswersIsOpenAndItsNodeReady() throws InterruptedException {
        assertThat(pass()).isEqualTo(new Outcome.After(Duration.ofSeconds(10)));
        assertThat(connections.access("a")).isInstanceOf(HostAccess.Open.class);
        assertThat(ready().status()).isEqualTo(Condition.Status.True);
    }

    @Test
    void theWayIsOpenedAnewWhenItsSecretChanges() throws InterruptedException {
        pass();
        pass();
        assertThat(opened).isEqualTo(1);
        secret = "2";
        pass();
        assertThat(opened).isEqualTo(2);
    }

    @Test
    void aSecretThatChangesDoesNotMakeASilenceShorter() throws InterruptedException {
        pass();
        engine.away(true);
        now = now.plusSeconds(30);
        secret = "2";
        pass();
        now = now.plusSeconds(10);
        pass();
        assertThat(ready().reason()).isEqualTo("NodeUnreachable");
    }

    @Test
    void anotherServersNodeIsLeftToIt() throws InterruptedException {
        pass();
        assertThat(connections.access("a")).isInstanceOf(HostAccess.Open.class);
        claim = Claim.THEIRS;
        assertThat(pass()).isEqualTo(Outcome.DONE);
        assertThat(connections.find("a")).isEmpty();
    }

    @Test
    void withoutAClaimNothingIsDoneToTheEngineThoughTheWayStaysOpen() throws InterruptedException {
        pass();
        HostAccess.Open open = (HostAccess.Open) connections.access("a");
        claim = Claim.UNCLEAR;
        assertThat(pass()).isEqualTo(new Outcome.After(Duration.ofSeconds(1)));
        assertThat(connections.find("a")).isPresent();
        assertThatThrownBy(() -> open.host().run(new HostAction.RemoveContainer("x")))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("does not own the node now");
    }

    @Test
    void whatAnotherNodeHasReplacedIsRemovedWhenItsNodeIsBack() throws InterruptedException {
        Container there = container("b");
        engine.foreign(Blueprints.of(older(there), Map.of(), Map.of(), INSTALLATION, PolicyLevel.BASELINE));
        pass();
        assertThat(engine.names()).isEmpty();
        assertThat(events)
                .contains(
                        "a ReplacedContainerRemoved: Removed Docker container shop.web.1.0, which node b has replaced while this one was away");
    }

    @Test
    void whatRunsForAnotherNodeOfTheSameEngineIsReportedAndNeverRemoved() throws InterruptedException {
        Container there = container("b");
        engine.foreign(Blueprints.of(there, Map.of(), Map.of(), INSTALLATION, PolicyLevel.BASELINE));
        pass();
        assertThat(engine.names()).containsExactly("shop.web.1.0");
        assertThat(events)
                .contains("a DuplicateEngine: Docker container shop.web.1.0 is that of a Container on node b, "
                        + "so nodes a and b lead to the same engine; delete one of the two Nodes");
    }

    @Test
    void anEngineThatAnotherNodeHasIsNotWorkedWithUntilThatNodeIsGone() throws InterruptedException {
        pass();
        now = now.plusSeconds(1);
        api.create(ResourceType.NODE, Nodes.ready("c"));
        reconciler.reconcile("c");
        assertThat(connections.access("a")).isInstanceOf(HostAccess.Open.class);
        assertThat(connections.access("c")).isInstanceOf(HostAccess.Closed.class);
        Node first = api.find(ResourceType.NODE, "", "a").orElseThrow();
        api.delete(ResourceType.NODE, "", "a", first.metadata().requireUid());
        reconciler.reconcile("c");
        assertThat(connections.access("c")).isInstanceOf(HostAccess.Open.class);
    }

    @Test
    void whatItsOwnContainerSpeaksForIsLeftToIt() throws InterruptedException {
        Container here = container("a");
        engine.foreign(Blueprints.of(older(here), Map.of(), Map.of(), INSTALLATION, PolicyLevel.BASELINE));
        pass();
        assertThat(engine.names()).containsExactly("shop.web.1.0");
    }

    @Test
    void whatNobodyKnowsIsReportedOnceAndNeverRemoved() throws InterruptedException {
        engine.foreign(Blueprints.of(made("b"), Map.of(), Map.of(), INSTALLATION, PolicyLevel.BASELINE));
        pass();
        now = now.plusSeconds(31);
        pass();
        assertThat(engine.names()).containsExactly("shop.web.1.0");
        assertThat(events)
                .filteredOn(event -> event.contains("OrphanedContainer"))
                .hasSize(1);
    }

    @Test
    void whatACompleteApplicationNoLongerWantsIsRemovedAndOfAnIncompleteOneKept() throws InterruptedException {
        engine.foreign(Blueprints.of(made("b"), Map.of(), Map.of(), INSTALLATION, PolicyLevel.BASELINE));
        application(false);
        pass();
        assertThat(engine.names()).containsExactly("shop.web.1.0");
        application(true);
        now = now.plusSeconds(31);
        pass();
        assertThat(engine.names()).isEmpty();
    }

    @Test
    void anIdleContainerIsLookedAtWhenTheWayOpensAndThenSeldom() throws InterruptedException {
        serving(container("a"));
        assertThat(lookedAtIn(Duration.ZERO)).containsExactly("shop/web-1-0");
        for (int i = 0; i < 19; i++) {
            assertThat(lookedAtIn(Duration.ofSeconds(30))).isEmpty();
        }
        assertThat(lookedAtIn(Duration.ofSeconds(30))).containsExactly("shop/web-1-0");
        engine.exit("shop.web.1.0", 1);
        assertThat(lookedAtIn(Duration.ofSeconds(30))).containsExactly("shop/web-1-0");
    }

    @Test
    void aGapInTheEventsHasEveryContainerLookedAt() throws InterruptedException {
        serving(container("a"));
        pass();
        assertThat(lookedAtIn(Duration.ofSeconds(1))).isEmpty();
        connections.find("a").orElseThrow().relistSoon();
        assertThat(lookedAtIn(Duration.ofSeconds(1))).containsExactly("shop/web-1-0");
    }

    private List<String> lookedAtIn(Duration later) throws InterruptedException {
        now = now.plus(later);
        looked.clear();
        pass();
        return looked;
    }

    private void serving(Container container) {
        engine.foreign(Blueprints.of(container, Map.of(), Map.of(), INSTALLATION, PolicyLevel.BASELINE));
        String id = engine.container("shop.web.1.0").orElseThrow().id();
        engine.run(new HostAction.EnsureNetwork("roadstead.shop", Map.of()));
        engine.run(new HostAction.StartContainer(id));
        ObjectNode patch = mapper.createObjectNode();
        ObjectNode status = patch.putObject("status");
        status.put("observedGeneration", container.metadata().generation())
                .put("containerID", id)
                .put("state", "Running")
                .put("health", "Healthy")
                .put("restarts", 0);
        putReady(status, true);
        api.patchStatus(ResourceType.CONTAINER, "shop", container.metadata().name(), patch);
    }

    private Outcome pass() throws InterruptedException {
        return reconciler.reconcile("a");
    }

    private Condition ready() {
        Node.Status status = api.find(ResourceType.NODE, "", "a").orElseThrow().status();
        if (status == null) {
            throw new AssertionError("no status");
        }
        return status.conditions().getFirst();
    }

    /** Bound to a node, and stored. */
    private Container container(String node) {
        return api.create(ResourceType.CONTAINER, made(node));
    }

    private static Container made(String node) {
        Fleet fleet = new Fleet(Apps.of(1, "app:1"), Nodes.ready(node));
        fleet.converge();
        return fleet.containers().getFirst();
    }

    /** The object of the same name that was there before. */
    private static Container older(Container container) {
        return made(container.spec().nodeName());
    }

    private void application(boolean complete) {
        Apps spec = Apps.of(1, "app:1");
        if (api.find(ResourceType.APPLICATION, "shop", "web").isEmpty()) {
            api.create(ResourceType.APPLICATION, spec.stored(1, null));
        }
        Application stored = api.find(ResourceType.APPLICATION, "shop", "web").orElseThrow();
        ObjectNode patch = mapper.createObjectNode();
        ObjectNode status = patch.putObject("status");
        status.put("observedGeneration", stored.metadata().generation())
                .put("replicas", 1)
                .put("readyReplicas", complete ? 1 : 0);
        putReady(status, complete);
        api.patchStatus(ResourceType.APPLICATION, "shop", "web", patch);
    }

    private void putReady(ObjectNode status, boolean ready) {
        status.putArray("conditions")
                .addObject()
                .put("type", "Ready")
                .put("status", ready ? "True" : "False")
                .put("lastTransitionTime", now.toString())
                .put("reason", "Test")
                .put("message", "");
    }

    private EventRecorder recorder() {
        return new ToldEvents((about, what) -> events.add(about + " " + what));
    }
}
