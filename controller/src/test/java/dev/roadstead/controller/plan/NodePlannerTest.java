package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Node;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodePlannerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private Node node = Nodes.ready("a");
    private List<Node> nodes = List.of();
    private List<Container> containers = List.of();
    private Set<String> staying = Set.of();
    private @Nullable DiskUse disk;
    private @Nullable Instant spaceRanOut;

    @Test
    void anEngineThatAnswersMakesTheNodeReady() {
        NodePlan plan = heard("engine-1");
        assertThat(plan.way()).isInstanceOf(NodePlan.Open.class);
        assertThat(plan.status().engine()).extracting(Node.Engine::version).isEqualTo("29");
        assertThat(plan.status().capacity()).extracting(c -> c.cpu().text()).isEqualTo("2");
        assertThat(ready(plan).status()).isEqualTo(Condition.Status.True);
        learn(plan);
        assertThat(heard("engine-1").status())
                .as("nothing new, nothing to write")
                .isEqualTo(node.status());
        assertThat(heard("engine-1").notes()).isEmpty();
    }

    @Test
    void aMomentOfSilenceSaysNothing() {
        learn(heard("engine-1"));
        NodePlan plan = silent(Duration.ofSeconds(39));
        assertThat(plan.way()).isInstanceOf(NodePlan.Unclear.class);
        assertThat(plan.status()).isEqualTo(node.status());
        assertThat(plan.notes()).isEmpty();
    }

    @Test
    void aLongSilenceMakesTheNodeUnknown() {
        learn(heard("engine-1"));
        NodePlan plan = silent(Duration.ofSeconds(40));
        assertThat(plan.way()).isEqualTo(new NodePlan.Closed("the engine does not answer: connection refused"));
        assertThat(ready(plan).status()).isEqualTo(Condition.Status.Unknown);
        assertThat(ready(plan).reason()).isEqualTo("NodeUnreachable");
        assertThat(plan.notes()).extracting(Note::warning).containsExactly(true);
        learn(plan);
        assertThat(silent(Duration.ofMinutes(5)).notes()).isEmpty();
        assertThat(silent(Duration.ofSeconds(1)).way())
                .as("a new process does not open what is known to be lost")
                .isInstanceOf(NodePlan.Closed.class);
        assertThat(heard("engine-1").way()).isInstanceOf(NodePlan.Open.class);
    }

    @Test
    void anotherEngineAtTheAddressIsNotWorkedWith() {
        learn(heard("engine-1"));
        NodePlan plan = heard("engine-2");
        assertThat(plan.way()).isInstanceOf(NodePlan.Closed.class);
        assertThat(ready(plan).reason()).isEqualTo("EngineChanged");
        assertThat(ready(plan).message()).contains("engine-1").contains("engine-2");
        assertThat(plan.status().engine()).extracting(Node.Engine::id).isEqualTo("engine-1");
    }

    @Test
    void anotherEngineIsWorkedWithOnceItIsAccepted() {
        learn(heard("engine-1"));
        ObjectMeta old = node.metadata();
        ObjectMeta accepting = new ObjectMeta(
                old.name(),
                null,
                old.uid(),
                old.resourceVersion(),
                old.generation(),
                old.creationTimestamp(),
                null,
                old.labels(),
                Map.of("roadstead.dev/engine-id", "engine-2"),
                List.of(),
                List.of());
        node = new Node(accepting, node.spec(), node.status());
        NodePlan plan = heard("engine-2");
        assertThat(plan.way()).isInstanceOf(NodePlan.Open.class);
        assertThat(plan.status().engine()).extracting(Node.Engine::id).isEqualTo("engine-2");
    }

    @Test
    void ofTwoNodesForOneEngineTheOlderOneHasIt() {
        node = Nodes.ready("b");
        learn(heard("engine-1"));
        Node older = node;
        node = Nodes.created("a", NOW);
        nodes = List.of(node, older);
        NodePlan younger = heard("engine-1");
        assertThat(younger.way()).isInstanceOf(NodePlan.Closed.class);
        assertThat(ready(younger).reason()).isEqualTo("DuplicateEngine");
        assertThat(ready(younger).message()).contains("the engine of node b already (id engine-1)");
        assertThat(younger.notes()).extracting(Note::warning).containsExactly(true);
        assertThat(heard("engine-2").way()).as("another engine").isInstanceOf(NodePlan.Open.class);

        nodes = List.of(Nodes.with(node, node.spec(), older.status()), older);
        node = older;
        assertThat(heard("engine-1").way()).as("the older one").isInstanceOf(NodePlan.Open.class);
    }

    @Test
    void whoBarsUsIsSaidAtOnceButWhatRunsThereIsNotDoubtedYet() {
        learn(heard("engine-1"));
        NodePlan plan = plan(new NodeSnapshot.Barred("there is no Secret infra/engine"), Duration.ofSeconds(39));
        assertThat(plan.way()).isInstanceOf(NodePlan.Unclear.class);
        assertThat(ready(plan).status()).isEqualTo(Condition.Status.False);
        assertThat(ready(plan).reason()).isEqualTo("AccessDenied");
        assertThat(ready(plan).message()).isEqualTo("there is no Secret infra/engine");
        assertThat(plan.notes()).extracting(Note::warning).containsExactly(true);
        learn(plan);
        NodePlan later = plan(new NodeSnapshot.Barred("there is no Secret infra/engine"), Duration.ofSeconds(40));
        assertThat(later.way()).isInstanceOf(NodePlan.Closed.class);
        assertThat(later.notes()).isEmpty();
    }

    @Test
    void aMomentOfSilenceAfterItBarredUsDoubtsNothingSooner() {
        learn(heard("engine-1"));
        learn(plan(new NodeSnapshot.Barred("there is no Secret infra/engine"), Duration.ofSeconds(10)));
        NodePlan plan = silent(Duration.ofSeconds(39));
        assertThat(plan.way()).isInstanceOf(NodePlan.Unclear.class);
        assertThat(ready(plan).reason()).isEqualTo("AccessDenied");
        assertThat(silent(Duration.ofSeconds(40)).way()).isInstanceOf(NodePlan.Closed.class);
    }

    @Test
    void anotherEngineIsNotWorkedWithThoughItFallsSilent() {
        learn(heard("engine-1"));
        learn(heard("engine-2"));
        assertThat(silent(Duration.ofSeconds(1)).way()).isInstanceOf(NodePlan.Closed.class);
    }

    @Test
    void whatPeopleAskedForShowsInTheReason() {
        node = Nodes.cordoned("a");
        assertThat(ready(heard("e")).reason()).isEqualTo("SchedulingDisabled");
        node = Nodes.drained("a");
        assertThat(ready(heard("e")).reason()).isEqualTo("Draining");
    }

    @Test
    void aDrainedNodeSaysWhatIsLeftAndWhenItIsEmpty() {
        Fleet fleet = new Fleet(Apps.of(7, "app:1"), Nodes.ready("a"));
        fleet.converge();
        node = Nodes.drained("a");
        containers = fleet.containers();
        assertThat(condition(heard("e"), "Drained").message())
                .isEqualTo(
                        "still here: shop/web-1-0, shop/web-1-1, shop/web-1-2, shop/web-1-3, shop/web-1-4 and 2 more");
        learn(heard("e"));
        containers = List.of();
        NodePlan empty = heard("e");
        assertThat(condition(empty, "Drained").status()).isEqualTo(Condition.Status.True);
        assertThat(empty.notes()).extracting(Note::reason).containsExactly("Drained");
        learn(empty);
        node = Nodes.with(node, Nodes.ready("a").spec(), node.status());
        assertThat(heard("e").status().conditions()).extracting(Condition::type).doesNotContain("Drained");
    }

    @Test
    void whatStaysOnADrainedNodeIsNotWaitedFor() {
        Fleet fleet = new Fleet(Apps.of(2, "app:1"), Nodes.ready("a"));
        fleet.converge();
        node = Nodes.drained("a");
        containers = fleet.containers();
        staying = Set.of("shop/web-1-1");
        assertThat(condition(heard("e"), "Drained").message()).isEqualTo("still here: shop/web-1-0");
        containers = containers.subList(1, 2);
        assertThat(condition(heard("e"), "Drained").status()).isEqualTo(Condition.Status.True);
        assertThat(condition(heard("e"), "Drained").message())
                .isEqualTo("no container is left on this node but those that stay when it is drained: shop/web-1-1");
    }

    @Test
    void diskPressureDoesNotFlap() {
        disk = new DiskUse(70, Map.of(), 9L, 100L);
        assertThat(pressure()).isEqualTo(Condition.Status.True);
        disk = new DiskUse(70, Map.of(), 12L, 100L);
        assertThat(pressure()).as("still").isEqualTo(Condition.Status.True);
        disk = new DiskUse(70, Map.of(), 16L, 100L);
        assertThat(pressure()).isEqualTo(Condition.Status.False);
        disk = new DiskUse(70, Map.of(), 12L, 100L);
        assertThat(pressure()).as("not again").isEqualTo(Condition.Status.False);
    }

    @Test
    void theDiskOfAnotherMachineIsUnknownUntilTheEngineHasNoSpaceLeft() {
        disk = new DiskUse(70, Map.of(), null, null);
        assertThat(pressure()).isEqualTo(Condition.Status.Unknown);
        spaceRanOut = NOW.minusSeconds(60);
        NodePlan plan = heard("e");
        assertThat(plan.notes()).extracting(Note::reason).contains("NoSpaceLeft");
        assertThat(pressure()).isEqualTo(Condition.Status.True);
        spaceRanOut = NOW.minusSeconds(601);
        assertThat(pressure()).isEqualTo(Condition.Status.Unknown);
    }

    @Test
    void requestsOfItsContainersAreAddedUp() {
        NodePlan empty = heard("e");
        assertThat(empty.status().allocated()).isEqualTo(new Node.Capacity(Quantity.of("0"), Quantity.of("0")));
        assertThat(empty.status().allocatable())
                .isEqualTo(new Node.Capacity(Quantity.of("2"), Quantity.of(String.valueOf((1L << 32) - (100L << 20)))));
    }

    private Condition.Status pressure() {
        NodePlan plan = heard("e");
        learn(plan);
        return condition(plan, "DiskPressure").status();
    }

    private static Condition condition(NodePlan plan, String type) {
        return plan.status().conditions().stream()
                .filter(c -> c.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private NodePlan heard(String id) {
        EngineInfo info = new EngineInfo(id, "29", "1.52", "linux", "amd64", "overlay2", "2", 2, 1L << 32);
        return plan(new NodeSnapshot.Answered(info), Duration.ZERO);
    }

    private NodePlan silent(Duration since) {
        return plan(new NodeSnapshot.Silent("connection refused"), since);
    }

    private NodePlan plan(NodeSnapshot.Contact contact, Duration since) {
        return NodePlanner.plan(
                new NodeSnapshot(node, nodes, contact, NOW.minus(since), containers, staying, disk, spaceRanOut, NOW));
    }

    private void learn(NodePlan plan) {
        node = new Node(node.metadata(), node.spec(), plan.status());
    }

    private static Condition ready(NodePlan plan) {
        return plan.status().conditions().getFirst();
    }
}
