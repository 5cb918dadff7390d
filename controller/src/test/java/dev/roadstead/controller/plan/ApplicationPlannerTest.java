package dev.roadstead.controller.plan;

import static dev.roadstead.controller.plan.Plans.created;
import static dev.roadstead.controller.plan.Plans.deleted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.plan.ApiAction.DeleteContainer;
import dev.roadstead.model.Application.Placement;
import dev.roadstead.model.Application.Preference;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Condition.Status;
import dev.roadstead.model.Container;
import dev.roadstead.model.DesiredState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApplicationPlannerTest {
    @Test
    void aNewApplicationGetsItsFirstReleaseAndAllItsContainers() {
        Fleet fleet = fleet(Apps.of(3, "app:1"));
        fleet.pass();
        assertThat(fleet.releases()).containsExactly("web-1");
        assertThat(fleet.names()).containsExactly("web-1-0", "web-1-1", "web-1-2");
        assertThat(fleet.container("web-1-0").spec().nodeName()).isEqualTo("a");
        assertThat(fleet.condition("Ready").status()).isEqualTo(Status.False);

        fleet.converge();
        assertThat(fleet.condition("Ready").status()).isEqualTo(Status.True);
        assertThat(fleet.condition("Progressing").reason()).isEqualTo("Complete");
        assertThat(fleet.condition("Degraded").status()).isEqualTo(Status.False);
        assertThat(fleet.status().currentRelease()).isEqualTo(1);
        assertThat(fleet.status().availableReplicas()).isEqualTo(3);
        assertThat(fleet.status().selector()).isEqualTo("roadstead.dev/application=web");
    }

    @Test
    void aConvergedApplicationIsLeftAlone() {
        Fleet fleet = converged(Apps.of(3, "app:1"));
        var status = fleet.status();
        fleet.advance(Duration.ofDays(1));
        ApplicationPlan plan = fleet.plan();
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.notes()).isEmpty();
        assertThat(plan.status()).isEqualTo(status);
    }

    @Test
    void aRollingUpdateAddsOneBeforeItTakesOneAway() {
        Fleet fleet = converged(Apps.of(2, "app:1"));
        fleet.change(Apps.of(2, "app:2"));
        fleet.pass();
        assertThat(fleet.names()).containsExactly("web-1-0", "web-1-1", "web-2-0");
        assertThat(fleet.pass().actions())
                .as("nothing more until the new one is available")
                .isEmpty();

        fleet.heal();
        assertThat(deleted(fleet.pass())).containsExactly("web-1-1");
        assertThat(fleet.pass().actions())
                .as("nothing new until the old one is gone")
                .isEmpty();

        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-2-0", "web-2-1");
        assertThat(fleet.status().currentRelease()).isEqualTo(2);
    }

    @Test
    void aContainerCountsOnlyAfterItWasReadyForMinReady() {
        Apps spec = Apps.of(1, "app:1").minReady(Duration.ofSeconds(30));
        Fleet fleet = converged(spec);
        fleet.change(spec.image("app:2"));
        fleet.pass();
        fleet.heal();
        ApplicationPlan plan = fleet.pass();
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.lookAgain()).contains(Duration.ofSeconds(30));
        fleet.advance(Duration.ofSeconds(30));
        assertThat(deleted(fleet.pass())).containsExactly("web-1-0");
    }

    @Test
    void withoutSurgeAndWithoutUnavailabilityASurgeOfOneIsTaken() {
        Fleet fleet = converged(Apps.of(1, "app:1").rolling(0, 0));
        fleet.change(Apps.of(1, "app:2").rolling(0, 0));
        assertThat(created(fleet.pass())).containsExactly("web-2-0");
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-2-0");
    }

    @Test
    void withoutSurgeOneGoesBeforeOneComes() {
        Fleet fleet = converged(Apps.of(3, "app:1").rolling(0, 1));
        fleet.change(Apps.of(3, "app:2").rolling(0, 1));
        ApplicationPlan plan = fleet.pass();
        assertThat(created(plan)).isEmpty();
        assertThat(deleted(plan)).containsExactly("web-1-2");
        fleet.heal();
        assertThat(created(fleet.pass())).containsExactly("web-2-0");
    }

    @Test
    void anUnhealthyOldContainerGoesFirst() {
        Fleet fleet = converged(Apps.of(2, "app:1"));
        fleet.change(Apps.of(2, "app:2"));
        fleet.pass();
        fleet.heal();
        fleet.observe(fleet.container("web-1-0"), Container.State.Running, false, Reasons.UNHEALTHY);
        assertThat(deleted(fleet.pass())).containsExactly("web-1-0");
    }

    @Test
    void aBadReleaseLeavesTheOldContainersServing() {
        Fleet fleet = converged(Apps.of(2, "app:1"));
        fleet.change(Apps.of(2, "app:bad"));
        fleet.pass();
        fleet.observe(fleet.container("web-2-0"), Container.State.Pending, false, Reasons.IMAGE_PULL_FAILED);
        ApplicationPlan plan = fleet.pass();
        assertThat(plan.actions()).isEmpty();
        assertThat(fleet.condition("Degraded").reason()).isEqualTo("ImagePullFailed");
        assertThat(fleet.condition("Degraded").message()).startsWith("web-2-0: ");
        assertThat(fleet.condition("Ready").reason()).isEqualTo("ImagePullFailed");
        assertThat(plan.notes()).as("the container tells it itself").isEmpty();
        assertThat(plan.lookAgain()).contains(Duration.ofMinutes(5));

        fleet.advance(Duration.ofMinutes(5));
        assertThat(fleet.pass().notes()).extracting(Note::reason).contains("ProgressDeadlineExceeded");
        assertThat(fleet.condition("Progressing").status()).isEqualTo(Status.False);
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.Failed);
        assertThat(fleet.status().availableReplicas()).isEqualTo(2);
        assertThat(fleet.status().currentRelease()).isEqualTo(1);
    }

    @Test
    void aNewerTemplateReplacesARolloutThatIsUnderWay() {
        Fleet fleet = converged(Apps.of(2, "app:1"));
        fleet.change(Apps.of(2, "app:bad"));
        fleet.pass();
        fleet.observe(fleet.container("web-2-0"), Container.State.Pending, false, Reasons.IMAGE_PULL_FAILED);
        fleet.change(Apps.of(2, "app:3"));
        assertThat(deleted(fleet.pass())).containsExactly("web-2-0");
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-3-0", "web-3-1");
    }

    @Test
    void goingBackFindsTheOldReleaseAgain() {
        Fleet fleet = converged(Apps.of(1, "app:1"));
        fleet.change(Apps.of(1, "app:2"));
        fleet.converge();
        fleet.change(Apps.of(1, "app:1"));
        fleet.converge();
        assertThat(fleet.releases()).containsExactly("web-1", "web-2");
        assertThat(fleet.names()).containsExactly("web-1-0");
    }

    @Test
    void recreateWaitsUntilTheOldOnesAreGone() {
        Fleet fleet = converged(Apps.of(2, "app:1").recreate());
        fleet.change(Apps.of(2, "app:2").recreate());
        ApplicationPlan plan = fleet.pass();
        assertThat(deleted(plan)).containsExactly("web-1-0", "web-1-1");
        assertThat(created(plan)).isEmpty();
        fleet.finishDeletions(c -> c.metadata().name().equals("web-1-0"));
        assertThat(fleet.pass().actions()).isEmpty();
        fleet.finishDeletions(c -> true);
        assertThat(created(fleet.pass())).containsExactly("web-2-0", "web-2-1");
    }

    @Test
    void recreateTakesNothingAwayForWhatNoNodeWouldTake() {
        Fleet fleet = converged(Apps.of(2, "app:1").recreate());
        Placement nowhere = new Placement("nowhere", Map.of(), List.of(), List.of(), Preference.Spread);
        fleet.change(Apps.of(2, "app:2").recreate().placement(nowhere));
        assertThat(deleted(fleet.pass())).isEmpty();
        assertThat(fleet.names()).containsExactly("web-1-0", "web-1-1");
        assertThat(fleet.condition("Degraded").message())
                .startsWith("no node fits: ")
                .contains("not named nowhere");

        fleet.change(Apps.of(2, "app:2").recreate());
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-2-0", "web-2-1");
    }

    @Test
    void recreateLeavesADrainedNodeOnlyForOneThatWouldTakeIt() {
        Apps spec = Apps.of(2, "app:1").recreate();
        Fleet fleet = converged(spec);
        fleet.nodes(Nodes.drained("a"));
        assertThat(deleted(fleet.pass())).isEmpty();
        assertThat(fleet.condition("Ready").status()).isEqualTo(Condition.Status.True);
        assertThat(fleet.condition("Degraded").message()).contains("1 draining");
        fleet.change(spec.paused(true));
        assertThat(deleted(fleet.pass())).as("nor while it is paused").isEmpty();
        fleet.change(spec.replicas(1));
        assertThat(deleted(fleet.pass())).as("it can be scaled down meanwhile").hasSize(1);

        fleet.nodes(Nodes.drained("a"), Nodes.ready("b"));
        fleet.finishDeletions(container -> true);
        assertThat(deleted(fleet.pass())).hasSize(1);
        fleet.converge();
        assertThat(fleet.containers())
                .extracting(each -> each.spec().nodeName())
                .containsExactly("b");
    }

    @Test
    void recreateCountsOnTheRoomThatTheOldOnesLeave() {
        Apps spec = Apps.of(1, "app:1").recreate().template(Templates.withHostPort("app:1", 8080));
        Fleet fleet = converged(spec);
        fleet.change(spec.template(Templates.withHostPort("app:2", 8080)));
        assertThat(deleted(fleet.pass())).containsExactly("web-1-0");
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-2-0");
    }

    @Test
    void scalingUpFillsTheLowestFreeSlots() {
        Fleet fleet = converged(Apps.of(3, "app:1"));
        fleet.apply(new DeleteContainer(fleet.container("web-1-1"), "by hand"));
        fleet.finishDeletions(c -> true);
        fleet.change(Apps.of(4, "app:1"));
        assertThat(created(fleet.pass())).containsExactly("web-1-1", "web-1-3");
    }

    @Test
    void scalingDownTakesUnreadyOnesAndThenTheHighestSlots() {
        Fleet fleet = converged(Apps.of(4, "app:1"));
        fleet.observe(fleet.container("web-1-0"), Container.State.Running, false, Reasons.UNHEALTHY);
        fleet.change(Apps.of(2, "app:1"));
        assertThat(deleted(fleet.pass())).containsExactly("web-1-0", "web-1-3");
    }

    @Test
    void aStoppedApplicationKeepsItsContainersAndComesBack() {
        Fleet fleet = converged(Apps.of(2, "app:1"));
        fleet.change(Apps.of(2, "app:1").state(DesiredState.Stopped));
        fleet.converge();
        assertThat(fleet.containers()).allMatch(c -> c.spec().desiredState() == DesiredState.Stopped);
        assertThat(fleet.condition("Ready").reason()).isEqualTo("Stopped");
        assertThat(fleet.condition("Progressing").reason()).isEqualTo("Complete");
        assertThat(fleet.condition("Degraded").status()).isEqualTo(Status.False);

        fleet.change(Apps.of(2, "app:1"));
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-1-0", "web-1-1");
        assertThat(fleet.condition("Ready").status()).isEqualTo(Status.True);
    }

    @Test
    void aTemplateThatChangesWhileStoppedIsRolledOutAfterwards() {
        Fleet fleet = converged(Apps.of(2, "app:1"));
        fleet.change(Apps.of(2, "app:2").state(DesiredState.Stopped));
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-1-0", "web-1-1");
        fleet.change(Apps.of(2, "app:2"));
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-2-0", "web-2-1");
    }

    @Test
    void aHeldHostPortIsHandedOverOnlyToAPreparedContainer() {
        Apps spec = Apps.of(1, "-").template(Templates.withHostPort("app:1", 8080));
        Fleet fleet = converged(spec);
        fleet.change(spec.template(Templates.withHostPort("app:2", 8080)));
        fleet.pass();
        assertThat(fleet.container("web-2-0").spec().desiredState()).isEqualTo(DesiredState.Stopped);
        assertThat(fleet.pass().actions()).as("its image is not there yet").isEmpty();
        assertThat(fleet.rollout().message()).contains("127.0.0.1:8080").contains("stopped before");

        fleet.observe(fleet.container("web-2-0"), Container.State.Pending, false, Reasons.IMAGE_PULL_FAILED);
        assertThat(fleet.pass().actions()).as("a bad image costs nothing").isEmpty();

        fleet.observe(fleet.container("web-2-0"), Container.State.Created, false, Reasons.STOPPED);
        assertThat(deleted(fleet.pass())).containsExactly("web-1-0");
        assertThat(fleet.pass().actions()).as("the port is still held").isEmpty();
        fleet.finishDeletions(c -> true);
        fleet.pass();
        assertThat(fleet.container("web-2-0").spec().desiredState()).isEqualTo(DesiredState.Running);
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-2-0");
    }

    @Test
    void aHostPortRollsOverAFreeNodeWithoutStoppingAnything() {
        Apps spec = Apps.of(1, "-").template(Templates.withHostPort("app:1", 8080));
        Fleet fleet = new Fleet(spec, Nodes.ready("a"), Nodes.ready("b"));
        fleet.converge();
        fleet.change(spec.template(Templates.withHostPort("app:2", 8080)));
        fleet.pass();
        assertThat(fleet.container("web-2-0").spec().nodeName()).isEqualTo("b");
        assertThat(fleet.container("web-2-0").spec().desiredState()).isEqualTo(DesiredState.Running);
    }

    @Test
    void whatFitsNowhereIsExplainedAndTriedAgain() {
        Fleet fleet = new Fleet(Apps.of(1, "app:1"), Nodes.notReady("a"), Nodes.cordoned("b"));
        ApplicationPlan plan = fleet.pass();
        assertThat(created(plan)).isEmpty();
        assertThat(plan.lookAgain()).isPresent();
        assertThat(fleet.condition("Degraded").reason()).isEqualTo("Unschedulable");
        assertThat(fleet.condition("Degraded").message()).isEqualTo("no node fits: 0/2 nodes: 1 cordoned, 1 not ready");
        assertThat(plan.notes()).extracting(Note::reason).containsExactly("Unschedulable");
    }

    @Test
    void aDeletedApplicationGoesLast() {
        Fleet fleet = converged(Apps.of(2, "app:1"));
        fleet.delete();
        assertThat(deleted(fleet.pass())).containsExactly("web-1-0", "web-1-1");
        assertThat(fleet.pass().actions()).isEmpty();
        fleet.finishDeletions(c -> true);
        fleet.pass();
        assertThat(fleet.releases()).isEmpty();
        assertThat(fleet.released()).isTrue();
    }

    @Test
    void oldReleasesBeyondTheHistoryLimitAreForgotten() {
        Fleet fleet = converged(Apps.of(1, "app:1").history(1));
        for (int i = 2; i <= 4; i++) {
            fleet.change(Apps.of(1, "app:" + i).history(1));
            fleet.converge();
        }
        assertThat(fleet.releases()).containsExactly("web-3", "web-4");
    }

    private static Fleet fleet(Apps spec) {
        return new Fleet(spec, Nodes.ready("a"));
    }

    private static Fleet converged(Apps spec) {
        Fleet fleet = fleet(spec);
        fleet.converge();
        return fleet;
    }
}
