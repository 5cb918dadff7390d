package dev.roadstead.controller.plan;

import static dev.roadstead.controller.plan.Plans.created;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.model.Application.Canary.Step;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.Container;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CanaryStrategyTest {
    private static final Apps SPEC = Apps.of(4, "app:1").canary(new Step(25, "2m"), new Step(50, "Manual"));

    @Test
    void theFirstReleaseNeedsNoCanary() {
        Fleet fleet = new Fleet(SPEC, Nodes.ready("a"));
        assertThat(created(fleet.pass())).hasSize(4);
    }

    @Test
    void aStepLastsForItsPauseOnceItsShareIsAvailable() {
        Fleet fleet = updated(SPEC);
        work(fleet);
        assertThat(share(fleet)).isEqualTo("1 of 4");
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.Paused);
        assertThat(fleet.rollout().step()).isEqualTo(0);
        assertThat(fleet.rollout().weight()).isEqualTo(25);
        assertThat(fleet.rollout().message())
                .contains("step 1 of 2: weight 25 %, which without a router is 1 new beside 3 old containers")
                .contains("it stays there for 2m");
        assertThat(fleet.plan().lookAgain())
                .hasValueSatisfying(left -> assertThat(left).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(2)));

        fleet.advance(Duration.ofMinutes(2));
        work(fleet);
        assertThat(share(fleet)).isEqualTo("2 of 4");
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.AwaitingPromotion);
        fleet.advance(Duration.ofDays(1));
        work(fleet);
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.AwaitingPromotion);

        fleet.change(SPEC.image("app:2").promote(2, 0));
        work(fleet);
        assertThat(fleet.rollout().step()).as("that step was over already").isEqualTo(1);
        fleet.change(SPEC.image("app:2").promote(2, 1));
        fleet.converge();
        assertThat(share(fleet)).isEqualTo("4 of 4");
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.Complete);
    }

    @Test
    void promotionWithoutAStepEndsAllManualPauses() {
        Apps manual = Apps.of(4, "app:1").canary(new Step(25, "Manual"), new Step(50, "Manual"));
        Fleet fleet = updated(manual);
        work(fleet);
        fleet.change(manual.image("app:2").promote(2, null));
        fleet.converge();
        assertThat(share(fleet)).isEqualTo("4 of 4");
    }

    @Test
    void aPauseIsKeptByARolloutThatIsAllInPlaceAlready() {
        Apps all = Apps.of(2, "app:1").canary(new Step(100, "Manual"));
        Fleet fleet = updated(all);
        work(fleet);
        assertThat(share(fleet)).isEqualTo("2 of 2");
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.AwaitingPromotion);
        assertThat(fleet.status().currentRelease()).isEqualTo(1);
    }

    @Test
    void anUnhealthyCanaryEndsTheRolloutAndTheOldOnesGoOnServing() {
        Fleet fleet = updated(SPEC);
        work(fleet);
        fleet.observe(fleet.container("web-2-0"), Container.State.Running, false, Reasons.UNHEALTHY);
        assertThat(fleet.pass().actions())
                .as("only the outcome is written")
                .allMatch(ApiAction.PatchReleaseOutcome.class::isInstance);
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.Failed);
        assertThat(fleet.condition("Progressing").reason()).isEqualTo(Reasons.CANARY_UNHEALTHY);
        assertThat(fleet.rollout().message()).endsWith("web-2-0: it is Unhealthy");

        fleet.heal();
        fleet.advance(Duration.ofHours(1));
        work(fleet);
        assertThat(fleet.rollout().phase())
                .as("to look well for a moment is not enough")
                .isEqualTo(Phase.Failed);
        assertThat(share(fleet)).isEqualTo("1 of 4");
    }

    @Test
    void aCanaryThatCrashesIsTakenBackWhenThatIsAskedFor() {
        Fleet fleet = updated(SPEC.autoRollback(true));
        work(fleet);
        fleet.observe(fleet.container("web-2-0"), Container.State.Exited, false, Reasons.CRASH_LOOP);
        assertThat(fleet.pass().lookAgain())
                .hasValueSatisfying(soon -> assertThat(soon).isLessThan(Duration.ofSeconds(1)));
        fleet.pass();
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.RolledBack);
        assertThat(fleet.rollout().message())
                .startsWith("release 1 is wanted again, because release 2 failed: step 1 of 2")
                .endsWith("web-2-0: it is CrashLoop");
        fleet.converge();
        assertThat(fleet.names()).hasSize(4).allMatch(name -> name.startsWith("web-1-"));
        assertThat(fleet.outcome(2).phase()).isEqualTo(Phase.RolledBack);
    }

    @Test
    void fewContainersKeepTheirNumberBesideTheCanary() {
        Apps single = Apps.of(1, "app:1").canary(new Step(10, "Manual"));
        Fleet fleet = updated(single);
        work(fleet);
        assertThat(fleet.names()).containsExactly("web-1-0", "web-2-0");
        assertThat(fleet.rollout().message()).contains("weight 10 %, which without a router is 1 new beside 1 old");
    }

    @Test
    void anOldContainerThatIsLostComesBackAsItWas() {
        Fleet fleet = updated(SPEC);
        work(fleet);
        fleet.apply(new ApiAction.DeleteContainer(fleet.container("web-1-0"), "by hand"));
        fleet.finishDeletions(c -> true);
        assertThat(created(fleet.pass())).containsExactly("web-1-0");
        assertThat(fleet.container("web-1-0").spec().template().image()).isEqualTo("app:1");
    }

    /** Passes and healing, without much time. */
    private static void work(Fleet fleet) {
        for (int i = 0; i < 8; i++) {
            fleet.pass();
            fleet.heal();
        }
        fleet.pass();
    }

    private static String share(Fleet fleet) {
        long updated = fleet.containers().stream()
                .filter(container -> container.spec().release() == 2)
                .count();
        return updated + " of " + fleet.containers().size();
    }

    private static Fleet updated(Apps spec) {
        Fleet fleet = new Fleet(spec, Nodes.ready("a"));
        fleet.converge();
        fleet.change(spec.image("app:2"));
        fleet.pass();
        return fleet;
    }
}
