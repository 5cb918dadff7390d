package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.model.Application.Placement;
import dev.roadstead.model.Application.Preference;
import dev.roadstead.model.Application.Toleration;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Node;
import dev.roadstead.model.Node.Effect;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GlobalSlotsTest {
    @Test
    void eachNodeThatFitsGetsOne() {
        Fleet fleet = global(
                Hosts.named("a").node(),
                Hosts.named("b").cordon().node(),
                Hosts.named("c").taint("only", "some", Effect.NoSchedule).node(),
                Hosts.named("d").node());
        fleet.converge();
        assertThat(fleet.containers()).extracting(c -> c.spec().nodeName()).containsExactly("a", "d");
        assertThat(fleet.condition("Ready").message()).isEqualTo("2 of 2 containers of release 1 are available");
    }

    @Test
    void aNewNodeGetsOneAndNoOtherIsTouched() {
        Fleet fleet = global(Nodes.ready("a"), Nodes.ready("b"));
        fleet.converge();
        List<String> before = fleet.names();
        fleet.nodes(Nodes.ready("a"), Nodes.ready("b"), Nodes.ready("c"));
        fleet.converge();
        assertThat(fleet.names()).containsAll(before).hasSize(3);
        assertThat(fleet.containers()).extracting(c -> c.spec().nodeName()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void aNodeThatIsCordonedOrSilentKeepsItsOwn() {
        Fleet fleet = global(Nodes.ready("a"), Nodes.ready("b"));
        fleet.converge();
        fleet.nodes(Nodes.cordoned("a"), Nodes.notReady("b"));
        assertThat(fleet.plan().actions()).isEmpty();
    }

    @Test
    void aNodeThatIsDrainedOrGoneLosesItsOwn() {
        Fleet fleet = global(Nodes.ready("a"), Nodes.ready("b"), Nodes.ready("c"));
        fleet.converge();
        fleet.nodes(Hosts.named("a").draining().node(), Nodes.ready("b"));
        fleet.converge();
        assertThat(fleet.containers()).extracting(c -> c.spec().nodeName()).containsExactly("b");
    }

    @Test
    void whatStaysOnADrainedNodeIsReplacedThereToo() {
        Placement stays = new Placement(
                null,
                Map.of(),
                List.of(new Toleration(Labels.DRAIN, Toleration.Operator.Exists, null, null)),
                List.of(),
                Preference.Spread);
        Fleet fleet = new Fleet(Apps.of(1, "app:1").global().placement(stays), Nodes.ready("a"), Nodes.ready("b"));
        fleet.converge();
        List<String> before = fleet.names();
        fleet.nodes(Hosts.named("a").draining().node(), Nodes.ready("b"));
        fleet.converge();
        assertThat(fleet.names()).isEqualTo(before);
        fleet.change(Apps.of(1, "app:2").global().placement(stays));
        fleet.converge();
        assertThat(fleet.containers()).extracting(c -> c.spec().nodeName()).containsExactlyInAnyOrder("a", "b");
        assertThat(fleet.containers()).extracting(c -> c.spec().release()).containsExactly(2, 2);
    }

    @Test
    void aNewReleaseReplacesTheOldOneNodeByNode() {
        Fleet fleet = global(Nodes.ready("a"), Nodes.ready("b"), Nodes.ready("c"));
        fleet.converge();
        fleet.change(Apps.of(1, "app:2").global());
        for (int i = 0; i < 20; i++) {
            fleet.pass();
            fleet.heal();
            for (String node : List.of("a", "b", "c")) {
                assertThat(fleet.containers().stream()
                                .filter(c -> c.spec().nodeName().equals(node))
                                .filter(c -> !c.metadata().deleting()))
                        .as("containers on " + node)
                        .hasSizeBetween(1, 2);
            }
        }
        assertThat(fleet.containers()).extracting(c -> c.spec().release()).containsExactly(2, 2, 2);
    }

    @Test
    void aNodeWithoutRoomIsNamedInTheRefusal() {
        Fleet fleet = new Fleet(
                Apps.of(1, "-").template(Hosts.asking("1", "2Gi")).global(),
                Hosts.named("a").room("4", "1Gi").node(),
                Hosts.named("b").room("4", "4Gi").node());
        fleet.converge();
        assertThat(fleet.containers()).extracting(c -> c.spec().nodeName()).containsExactly("b");
        assertThat(fleet.condition("Degraded").message())
                .isEqualTo("no node fits: 0/2 nodes: 1 have one already, 1 lack memory (need 2Gi, free 1Gi)");
    }

    private static Fleet global(Node... nodes) {
        return new Fleet(Apps.of(1, "app:1").global(), nodes);
    }
}
