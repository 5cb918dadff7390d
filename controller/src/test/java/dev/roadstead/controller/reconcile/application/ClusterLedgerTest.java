package dev.roadstead.controller.reconcile.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.plan.ApiAction.CreateContainer;
import dev.roadstead.controller.plan.ApplicationPlan;
import dev.roadstead.controller.plan.Candidate;
import dev.roadstead.controller.plan.QuotaItem;
import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.Node;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterLedgerTest {
    private final Fleet fleet = new Fleet(Apps.of(2, "app:1"), Nodes.ready("a"));
    private final ClusterLedger ledger = new ClusterLedger();

    /** The next pass creates containers. */
    ClusterLedgerTest() {
        fleet.plan().actions().forEach(fleet::apply);
        fleet.resolveImages();
    }

    @Test
    void containersCountWhetherTheirNodeIsKnownBeforeOrAfterThem() {
        fleet.pass();
        List<Container> both = fleet.containers();
        ledger.container(null, both.getFirst());
        ledger.node(null, Nodes.ready("a"));
        ledger.container(null, both.getLast());
        assertThat(onlyNode().containers()).containsExactlyInAnyOrderElementsOf(both);
        assertThat(ledger.usage("shop").of(QuotaItem.CONTAINERS)).isEqualTo(2);
    }

    @Test
    void aContainerThatIsGoneNoLongerCounts() {
        fleet.pass();
        ledger.node(null, Nodes.ready("a"));
        fleet.containers().forEach(container -> ledger.container(null, container));
        fleet.containers().forEach(container -> ledger.container(container, null));
        assertThat(onlyNode().containers()).isEmpty();
        assertThat(ledger.usage("shop").of(QuotaItem.CONTAINERS)).isZero();
    }

    @Test
    void whatOneDecidedCountsForTheNext() {
        ledger.node(null, Nodes.ready("a"));
        ApplicationPlan plan = ledger.decide(application(), List.of(), nodes -> fleet.plan());
        assertThat(onlyNode().containers()).hasSize(2);

        fleet.pass();
        fleet.containers().forEach(container -> ledger.container(null, container));
        assertThat(onlyNode().containers()).hasSize(2);
        assertThat(created(plan)).hasSize(2).allSatisfy(ledger::forget);
        assertThat(onlyNode().containers()).as("what exists is not given back").hasSize(2);
    }

    @Test
    void whatWasDecidedAndNotCreatedIsGivenBack() {
        ledger.node(null, Nodes.ready("a"));
        ApplicationPlan plan = ledger.decide(application(), List.of(), nodes -> fleet.plan());
        ledger.forget(created(plan).getFirst());
        assertThat(onlyNode().containers()).hasSize(1);
        ledger.decide(application(), List.of(), nodes -> {
            assertThat(nodes.getFirst().containers())
                    .as("the next pass sees what the server has")
                    .isEmpty();
            return new ApplicationPlan(List.of(), plan.status(), List.of(), Optional.empty());
        });
    }

    @Test
    void aStatusThatChangesChangesNoSum() {
        fleet.pass();
        ledger.node(null, Nodes.ready("a"));
        fleet.containers().forEach(container -> ledger.container(null, container));
        fleet.heal();
        fleet.containers().forEach(container -> ledger.container(container, container));
        assertThat(onlyNode().containers())
                .extracting(Container::key)
                .containsExactlyElementsOf(
                        fleet.containers().stream().map(Container::key).toList());
        assertThat(ledger.usage("shop").of(QuotaItem.CONTAINERS)).isEqualTo(2);
    }

    @Test
    void aContainerThatTheServerMadeAsDecidedHasItsUidAndCountsOnce() {
        ledger.node(null, Nodes.ready("a"));
        fleet.pass();
        List<Container> made = fleet.containers();
        ledger.decide(application(), List.of(), nodes -> fleet.plan());
        made.forEach(container -> ledger.container(null, container));
        assertThat(onlyNode().containers()).containsExactlyElementsOf(made);
        assertThat(ledger.usage("shop").of(QuotaItem.CONTAINERS)).isEqualTo(made.size());
    }

    @Test
    void aNodeThatChangesKeepsItsContainers() {
        fleet.pass();
        Node ready = Nodes.ready("a");
        ledger.node(null, ready);
        fleet.containers().forEach(container -> ledger.container(null, container));
        ledger.node(ready, Nodes.cordoned("a"));
        assertThat(onlyNode().containers()).hasSize(2);
        assertThat(onlyNode().node().spec().unschedulable()).isTrue();
        ledger.node(Nodes.cordoned("a"), null);
        assertThat(ledger.candidates()).isEmpty();
    }

    private Application application() {
        return fleet.application();
    }

    private Candidate onlyNode() {
        assertThat(ledger.candidates()).hasSize(1);
        return ledger.candidates().getFirst();
    }

    private static List<Container> created(ApplicationPlan plan) {
        return plan.actions().stream()
                .filter(CreateContainer.class::isInstance)
                .map(action -> ((CreateContainer) action).container())
                .toList();
    }
}
