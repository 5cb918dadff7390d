package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.controller.plan.analysis.Figures;
import dev.roadstead.controller.plan.analysis.Traffic;
import dev.roadstead.controller.plan.route.Backend;
import dev.roadstead.controller.plan.route.Backends;
import dev.roadstead.controller.plan.route.EdgeView;
import dev.roadstead.controller.plan.route.Service;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.Container;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Node;
import dev.roadstead.model.Strategy;
import dev.roadstead.model.Strategy.Canary.Analysis;
import dev.roadstead.model.Strategy.Canary.Step;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Release 2 answered badly: what becomes of it, and what carries its requests, whatever people do next. */
class RefusedReleaseTest {
    private static final Apps SPEC = Apps.of(4, "app:1")
            .canary(new Step(25, "2m"), new Step(50, "Manual"))
            .analysis(new Analysis(5, null, 95, 50));
    private static final Apps WANTED = SPEC.image("app:2");

    @Test
    void anUndoAnEditBackAndTheNextReleaseLeaveItWithoutRequests() {
        for (Apps next : List.of(
                WANTED.rollback(1),
                SPEC,
                SPEC.image("app:3"),
                WANTED.replicas(6).rollback(1))) {
            Fleet fleet = refused(SPEC);
            fleet.change(next);
            for (int i = 0; i < 6; i++) {
                fleet.pass();
                assertThat(servers(fleet)).as("%s", next).doesNotContain(2).contains(1);
                fleet.heal();
            }
            fleet.converge();
            assertThat(servers(fleet)).as("%s", next).doesNotContain(2).hasSizeGreaterThanOrEqualTo(4);
            assertThat(fleet.status().refusedRelease()).as("it is gone").isNull();
        }
    }

    @Test
    void theNextReleaseThatCannotStartDoesNotBringItBack() {
        Fleet fleet = refused(SPEC);
        fleet.change(SPEC.image("app:3"));
        fleet.pass();
        for (int i = 0; i < 4; i++) {
            fleet.finishDeletions(c -> true);
            fleet.pass();
            assertThat(servers(fleet)).contains(1).doesNotContain(2, 3);
        }
        assertThat(fleet.containers())
                .as("it does not serve, so nothing waits for its successor")
                .noneMatch(is(2));
    }

    @Test
    void itServesWhenNothingElseDoes() {
        Fleet fleet = refused(SPEC);
        fleet.containers().stream()
                .filter(is(1))
                .forEach(it -> fleet.observe(it, Container.State.Running, false, Reasons.UNHEALTHY));
        assertThat(servers(fleet)).containsOnly(2);
        fleet.change(WANTED.rollback(1));
        fleet.pass();
        assertThat(servers(fleet)).as("and stays until something does").containsOnly(2);
    }

    @Test
    void whoWantsItAgainHasIt() {
        for (Apps again : List.of(WANTED.rollback(2), WANTED.type(Strategy.Type.Rolling))) {
            Fleet fleet = refused(SPEC);
            fleet.change(again);
            fleet.converge();
            assertThat(fleet.rollout().phase()).isEqualTo(Phase.Complete);
            assertThat(servers(fleet)).containsOnly(2).hasSize(4);
        }
        Fleet fleet = refused(SPEC);
        fleet.change(WANTED.rollback(1));
        fleet.pass();
        fleet.change(WANTED);
        work(fleet);
        assertThat(fleet.rollout().phase()).as("another try").isEqualTo(Phase.Paused);
        assertThat(servers(fleet)).contains(1, 2);
    }

    @Test
    void theOldReleaseGrowsToItsFullNumberBesideIt() {
        Apps big = SPEC.replicas(10).canary(new Step(80, "2m"), new Step(90, "Manual"));
        Fleet fleet = refused(big);
        work(fleet);
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.Failed);
        assertThat(servers(fleet)).containsOnly(1).hasSize(10);
        assertThat(fleet.containers())
                .as("it stays to be looked at")
                .filteredOn(is(2))
                .hasSize(8);
        fleet.change(big.image("app:2").rollback(1));
        fleet.converge();
        assertThat(fleet.containers()).hasSize(10).allMatch(is(1));
    }

    @Test
    void onTheWayBackTheOldReleaseGrowsAtOnce() {
        Apps big = SPEC.replicas(10).autoRollback(true).canary(new Step(80, "2m"), new Step(90, "Manual"));
        Fleet fleet = refused(big);
        fleet.pass();
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.RolledBack);
        assertThat(fleet.containers()).filteredOn(is(1)).hasSize(10);
        assertThat(fleet.containers())
                .filteredOn(is(2))
                .allMatch(it -> it.metadata().deleting());
        fleet.converge();
        assertThat(fleet.containers()).hasSize(10).allMatch(is(1));
    }

    @Test
    void aVerdictOutlastsAStop() {
        for (boolean suspends : List.of(true, false)) {
            Fleet fleet = refused(SPEC);
            String said = fleet.rollout().message();
            fleet.suspended(suspends);
            fleet.change(suspends ? WANTED : WANTED.state(DesiredState.Stopped));
            work(fleet);
            assertThat(fleet.rollout().phase()).isEqualTo(Phase.Failed);
            assertThat(fleet.condition("Ready").reason()).isEqualTo(Reasons.STOPPED);
            fleet.suspended(false);
            fleet.change(WANTED);
            work(fleet);
            stands(fleet, said);
            assertThat(fleet.outcome(2).phase()).as("it was never complete").isEqualTo(Phase.Failed);
        }
    }

    @Test
    void aVerdictOutlastsAScaleToZero() {
        Fleet fleet = refused(SPEC);
        String said = fleet.rollout().message();
        fleet.change(WANTED.replicas(0));
        work(fleet);
        assertThat(fleet.containers()).isEmpty();
        assertThat(fleet.status().currentRelease()).isEqualTo(1);
        fleet.change(WANTED);
        work(fleet);
        stands(fleet, said);
        assertThat(fleet.containers()).hasSize(4).allMatch(is(1));
    }

    @Test
    void aVerdictOutlastsAStartOfAContainer() {
        Fleet fleet = refused(SPEC);
        String said = fleet.rollout().message();
        fleet.apply(new ApiAction.PatchContainerDesiredState(fleet.container("web-1-0"), DesiredState.Stopped));
        fleet.pass();
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.Failed);
        work(fleet);
        stands(fleet, said);
    }

    @Test
    void aVerdictOutlastsARefusalOfItsTemplate() {
        Fleet fleet = refused(SPEC);
        String said = fleet.rollout().message();
        fleet.containers().stream()
                .filter(is(2))
                .forEach(it -> fleet.apply(new ApiAction.DeleteContainer(it, "by hand")));
        fleet.finishDeletions(it -> true);
        fleet.policy(PolicyLevel.RESTRICTED);
        work(fleet);
        fleet.policy(PolicyLevel.BASELINE);
        work(fleet);
        stands(fleet, said);
    }

    @Test
    void whereEachNodeHasOneTheOldReleaseIsBesideItOnItsNode() {
        Fleet fleet = refused(SPEC.global(), Nodes.ready("a"), Nodes.ready("b"), Nodes.ready("c"), Nodes.ready("d"));
        work(fleet);
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.Failed);
        assertThat(servers(fleet)).containsOnly(1).hasSize(4);
        assertThat(fleet.containers())
                .filteredOn(is(1))
                .extracting(it -> it.spec().nodeName())
                .containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(fleet.containers())
                .as("it stays to be looked at")
                .filteredOn(is(2))
                .hasSize(1);
        fleet.change(SPEC.global().image("app:2").rollback(1));
        fleet.converge();
        assertThat(fleet.containers()).hasSize(4).allMatch(is(1));
    }

    private static void stands(Fleet fleet, String said) {
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.Failed);
        assertThat(fleet.rollout().weight()).isZero();
        assertThat(fleet.rollout().message()).isEqualTo(said);
        assertThat(fleet.condition("Progressing").reason()).isEqualTo(Reasons.CANARY_ANSWERS_BADLY);
        assertThat(servers(fleet)).containsOnly(1).hasSize(4);
    }

    /** At its first step, where release 2 has just been found to answer badly. */
    private static Fleet refused(Apps spec) {
        return refused(spec, Nodes.ready("a"));
    }

    private static Fleet refused(Apps spec, Node... nodes) {
        Fleet fleet = new Fleet(spec, nodes);
        fleet.converge();
        fleet.change(spec.image("app:2"));
        for (int i = 0; i < 4; i++) {
            work(fleet);
        }
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.Paused);
        assertThat(servers(fleet)).contains(1, 2);
        fleet.traffic(new Traffic.Counted(new Figures(240, 30, 0, new TreeMap<>()), 1, 1));
        fleet.pass();
        fleet.traffic(Traffic.NOT_ASKED);
        assertThat(fleet.condition("Progressing").reason()).isEqualTo(Reasons.CANARY_ANSWERS_BADLY);
        assertThat(servers(fleet)).containsOnly(1);
        return fleet;
    }

    /** The release of each server that an edge sends requests to. */
    private static List<Integer> servers(Fleet fleet) {
        List<Container> containers = fleet.containers().stream()
                .map(it -> Routes.container(
                        it.spec().ordinal(),
                        Routes.yaml("{release: %d, ready: %s, routed: %s, deleting: %s, ip: 10.0.%d.%d}"
                                .formatted(
                                        it.spec().release(),
                                        it.status() != null
                                                && Conditions.isTrue(it.status().conditions(), "Ready"),
                                        it.spec().routed(),
                                        it.metadata().deleting(),
                                        it.spec().release(),
                                        it.spec().ordinal()))))
                .toList();
        Backend web = new Backend("shop", "web", "http", null);
        return Backends.of(web, fleet.application(), containers, new EdgeView("a", Map.of())).values().stream()
                .flatMap(service -> service instanceof Service.LoadBalancer(List<String> urls, var _)
                        ? urls.stream()
                        : Stream.<String>empty())
                .map(url -> Integer.valueOf(url.split("\\.", -1)[2]))
                .toList();
    }

    private static Predicate<Container> is(int release) {
        return container -> container.spec().release() == release;
    }

    /** Passes and healing, without much time. */
    private static void work(Fleet fleet) {
        for (int i = 0; i < 8; i++) {
            fleet.pass();
            fleet.heal();
        }
        fleet.pass();
    }
}
