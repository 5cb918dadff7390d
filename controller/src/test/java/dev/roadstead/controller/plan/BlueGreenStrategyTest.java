package dev.roadstead.controller.plan;

import static dev.roadstead.controller.plan.Plans.created;
import static dev.roadstead.controller.plan.Plans.deleted;
import static dev.roadstead.controller.plan.Plans.routing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.plan.ApiAction.PatchContainerRouting;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.Condition.Status;
import dev.roadstead.model.Container;
import dev.roadstead.model.Strategy.BlueGreen.PromotionMode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlueGreenStrategyTest {
    private static final Apps AUTOMATIC = Apps.of(2, "app:1").blueGreen(PromotionMode.Automatic, Duration.ofMinutes(5));
    private static final Apps MANUAL = Apps.of(2, "app:1").blueGreen(PromotionMode.Manual, Duration.ofMinutes(5));

    @Test
    void allNewContainersStandAsideBeforeTheSwitch() {
        Fleet fleet = converged(AUTOMATIC);
        fleet.change(AUTOMATIC.image("app:2"));
        fleet.pass();
        assertThat(fleet.names()).containsExactly("web-1-0", "web-1-1", "web-2-0", "web-2-1");
        assertThat(routed(fleet)).containsExactly("web-1-0", "web-1-1");
        fleet.observe(fleet.container("web-2-0"), Container.State.Running, true, "Running");
        assertThat(fleet.pass().actions()).as("one of two is not enough").isEmpty();

        fleet.heal();
        assertThat(routing(fleet.pass()))
                .as("the new ones come in before the old ones go out")
                .containsExactly("+web-2-0", "+web-2-1", "-web-1-0", "-web-1-1");
        fleet.pass();
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.Complete);
        assertThat(fleet.rollout().message()).contains("2 containers of release 1 are kept");
        assertThat(fleet.status().currentRelease()).isEqualTo(2);
        assertThat(fleet.condition("Ready").status()).isEqualTo(Status.True);
    }

    @Test
    void theOldOnesAreKeptForAWhileAndThenGo() {
        Fleet fleet = switched();
        ApplicationPlan plan = fleet.pass();
        assertThat(plan.lookAgain()).contains(Duration.ofMinutes(5));
        fleet.advance(Duration.ofMinutes(4));
        assertThat(deleted(fleet.pass())).isEmpty();
        fleet.advance(Duration.ofMinutes(1));
        assertThat(deleted(fleet.pass())).containsExactly("web-1-0", "web-1-1");
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-2-0", "web-2-1");
    }

    @Test
    void goingBackIsOneSwitchAndCreatesNothing() {
        Fleet fleet = switched();
        fleet.change(AUTOMATIC.image("app:2").rollback(1));
        ApplicationPlan plan = fleet.pass();
        assertThat(routing(plan)).containsExactly("+web-1-0", "+web-1-1", "-web-2-0", "-web-2-1");
        assertThat(created(plan)).isEmpty();
        fleet.pass();
        assertThat(fleet.status().currentRelease()).isEqualTo(1);
        assertThat(routed(fleet)).containsExactly("web-1-0", "web-1-1");
    }

    @Test
    void manualPromotionWaitsForAPerson() {
        Fleet fleet = converged(MANUAL);
        fleet.change(MANUAL.image("app:2"));
        fleet.pass();
        fleet.heal();
        assertThat(routing(fleet.pass())).isEmpty();
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.AwaitingPromotion);
        assertThat(fleet.condition("Progressing").reason()).isEqualTo(Reasons.AWAITING_PROMOTION);
        fleet.advance(Duration.ofDays(1));
        fleet.pass();
        assertThat(fleet.rollout().phase()).as("waiting is no failure").isEqualTo(Phase.AwaitingPromotion);

        fleet.change(MANUAL.image("app:2").promote(1, null));
        assertThat(routing(fleet.pass())).as("another release was promoted").isEmpty();
        fleet.change(MANUAL.image("app:2").promote(2, null));
        assertThat(routing(fleet.pass())).containsExactly("+web-2-0", "+web-2-1", "-web-1-0", "-web-1-1");
    }

    @Test
    void aSwitchThatWasInterruptedGoesOn() {
        Fleet fleet = converged(AUTOMATIC);
        fleet.change(AUTOMATIC.image("app:2"));
        fleet.pass();
        fleet.heal();
        fleet.plan().actions().stream().limit(3).forEach(fleet::apply);
        assertThat(routed(fleet)).containsExactly("web-1-1", "web-2-0", "web-2-1");
        assertThat(routing(fleet.pass())).containsExactly("-web-1-1");
    }

    @Test
    void aSwitchIsTakenBackWhenTheNewOnesFailInTheMiddleOfIt() {
        Fleet fleet = converged(AUTOMATIC);
        fleet.change(AUTOMATIC.image("app:2"));
        fleet.pass();
        fleet.heal();
        fleet.plan().actions().stream()
                .filter(PatchContainerRouting.class::isInstance)
                .forEach(fleet::apply);
        for (String green : List.of("web-2-0", "web-2-1")) {
            fleet.observe(fleet.container(green), Container.State.Exited, false, Reasons.CRASH_LOOP);
        }
        assertThat(routing(fleet.pass())).containsExactlyInAnyOrder("+web-1-0", "+web-1-1");
    }

    @Test
    void aBadReleaseIsTakenAwayAndTheOldOneNeverStopsServing() {
        Fleet fleet = converged(AUTOMATIC.autoRollback(true));
        fleet.change(AUTOMATIC.autoRollback(true).image("app:bad"));
        fleet.pass();
        for (String green : List.of("web-2-0", "web-2-1")) {
            fleet.observe(fleet.container(green), Container.State.Pending, false, Reasons.IMAGE_PULL_FAILED);
        }
        fleet.pass();
        fleet.advance(Duration.ofMinutes(5));
        fleet.pass();
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.Failed);
        assertThat(deleted(fleet.pass())).containsExactly("web-2-0", "web-2-1");
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.RolledBack);
        assertThat(routed(fleet)).contains("web-1-0", "web-1-1");
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-1-0", "web-1-1");
        assertThat(fleet.condition("Ready").status()).isEqualTo(Status.True);
    }

    @Test
    void aThirdReleaseTakesThePlaceOfTheOneThatWaits() {
        Fleet fleet = converged(MANUAL);
        fleet.change(MANUAL.image("app:2"));
        fleet.pass();
        fleet.heal();
        fleet.pass();
        fleet.change(MANUAL.image("app:3"));
        assertThat(deleted(fleet.pass())).containsExactlyInAnyOrder("web-2-0", "web-2-1");
        assertThat(fleet.outcome(2).phase()).isEqualTo(Phase.Superseded);
        fleet.converge();
        assertThat(routed(fleet)).containsExactly("web-1-0", "web-1-1");
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.AwaitingPromotion);
    }

    @Test
    void aHostPortOnOneNodeIsRefusedWithTheReason() {
        Apps spec = AUTOMATIC.replicas(1).template(Templates.withHostPort("app:1", 8080));
        Fleet fleet = converged(spec);
        fleet.change(spec.template(Templates.withHostPort("app:2", 8080)));
        fleet.pass();
        assertThat(fleet.names()).containsExactly("web-1-0");
        assertThat(fleet.rollout().message()).contains("1 host port").contains("use Rolling or Recreate");
    }

    private static Fleet switched() {
        Fleet fleet = converged(AUTOMATIC);
        fleet.change(AUTOMATIC.image("app:2"));
        fleet.pass();
        fleet.heal();
        fleet.pass();
        fleet.pass();
        assertThat(routed(fleet)).containsExactly("web-2-0", "web-2-1");
        return fleet;
    }

    private static List<String> routed(Fleet fleet) {
        return fleet.containers().stream()
                .filter(container -> container.spec().routed())
                .map(container -> container.metadata().name())
                .toList();
    }

    private static Fleet converged(Apps spec) {
        Fleet fleet = new Fleet(spec, Nodes.ready("a"));
        fleet.converge();
        return fleet;
    }
}
