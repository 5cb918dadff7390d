package dev.roadstead.controller.plan;

import static dev.roadstead.controller.plan.Plans.created;
import static dev.roadstead.controller.plan.Plans.deleted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Release.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RollbackTest {
    private static final Apps FIRST = Apps.of(2, "app:1");

    @Test
    void anyKeptReleaseCanBeGoneBackTo() {
        Fleet fleet = history(3);
        fleet.change(FIRST.image("app:3").rollback(1));
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-1-0", "web-1-1");
        assertThat(fleet.status().currentRelease()).isEqualTo(1);
        assertThat(fleet.condition("Rollback").message()).contains("spec.template is not used");

        fleet.change(FIRST.image("app:3").rollback(null));
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-3-0", "web-3-1");
        assertThat(fleet.status().conditions())
                .extracting(Condition::type)
                .containsExactly("Ready", "Progressing", "Degraded");
    }

    @Test
    void anUnknownReleaseChangesNothingAndSaysWhatIsKept() {
        Fleet fleet = history(2);
        fleet.change(FIRST.image("app:9").rollback(7));
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-2-0", "web-2-1");
        assertThat(fleet.releases()).containsExactly("web-1", "web-2");
        assertThat(fleet.condition("Rollback").status()).isEqualTo(Condition.Status.False);
        assertThat(fleet.condition("Rollback").message())
                .isEqualTo("there is no release 7 to go back to, so nothing changes; kept are [1, 2]");
        assertThat(fleet.condition("Ready").status()).isEqualTo(Condition.Status.True);
    }

    @Test
    void aFailedRolloutIsTakenBackAndNotTriedAgainByItself() {
        Fleet fleet = failed(FIRST.autoRollback(true));
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.RolledBack);
        assertThat(fleet.rollout().release()).isEqualTo(2);
        assertThat(fleet.rollout().message()).contains("web-2-0: it is ImagePullFailed");
        assertThat(fleet.status().targetRelease()).isEqualTo(1);
        assertThat(fleet.names()).containsExactly("web-1-0", "web-1-1");
        assertThat(fleet.condition("Ready").status()).isEqualTo(Condition.Status.True);
        assertThat(fleet.condition("Progressing").reason()).isEqualTo(Reasons.ROLLED_BACK);
        fleet.advance(Duration.ofDays(1));
        assertThat(fleet.pass().actions()).isEmpty();

        fleet.change(FIRST.autoRollback(true).image("app:bad").replicas(3));
        fleet.converge();
        assertThat(fleet.names()).as("scaling tries nothing again").containsExactly("web-1-0", "web-1-1", "web-1-2");
    }

    @Test
    void aRestartTriesAgain() {
        Apps spec = FIRST.autoRollback(true);
        Fleet fleet = failed(spec);
        fleet.change(spec.image("app:bad").restartedAt(fleet.now()));
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-3-0", "web-3-1");
    }

    @Test
    void aTemplateThatFailedCanBeWantedAgainAfterAnother() {
        Apps spec = FIRST.autoRollback(true);
        Fleet fleet = failed(spec);
        fleet.change(spec.image("app:3"));
        fleet.converge();
        fleet.change(spec.image("app:bad"));
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-2-0", "web-2-1");
        assertThat(fleet.outcome(2).phase()).isEqualTo(Phase.Complete);
    }

    @Test
    void withoutAnEarlierReleaseThereIsNothingToGoBackTo() {
        Fleet fleet = new Fleet(FIRST.autoRollback(true), Nodes.ready("a"));
        fleet.pass();
        fleet.containers().forEach(c -> fleet.observe(c, Container.State.Pending, false, Reasons.IMAGE_PULL_FAILED));
        fleet.advance(Duration.ofMinutes(5));
        fleet.pass();
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.Failed);
        assertThat(fleet.pass().actions()).isEmpty();
    }

    @Test
    void aRestartReplacesAllContainersStepByStep() {
        Fleet fleet = history(1);
        Instant asked = fleet.now();
        fleet.change(FIRST.restartedAt(asked));
        fleet.pass();
        assertThat(fleet.names()).containsExactly("web-1-0", "web-1-1", "web-2-0");
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-2-0", "web-2-1");
        assertThat(fleet.release(2).spec().restartedAt()).isEqualTo(asked);
    }

    @Test
    void theHistorySaysHowEachRolloutWent() {
        Fleet fleet = failed(FIRST.autoRollback(true));
        assertThat(fleet.outcome(1).phase()).isEqualTo(Phase.Complete);
        assertThat(fleet.outcome(1).finishedAt())
                .isNotNull()
                .isAfterOrEqualTo(fleet.outcome(1).startedAt());
        assertThat(fleet.outcome(2).phase()).isEqualTo(Phase.RolledBack);
        assertThat(fleet.outcome(2).message()).contains("web-2-0: it is ImagePullFailed");
    }

    @Test
    void aRolloutThatIsOvertakenIsSuperseded() {
        Fleet fleet = history(1);
        fleet.change(FIRST.image("app:2"));
        fleet.pass();
        assertThat(fleet.outcome(2).phase()).isEqualTo(Phase.Progressing);
        fleet.change(FIRST.image("app:3"));
        fleet.pass();
        assertThat(fleet.outcome(2).phase()).isEqualTo(Phase.Superseded);
        assertThat(fleet.outcome(2).finishedAt()).isNotNull();
    }

    @Test
    void aReleaseThatIsStoppedOnItsWayWasNotRolledOut() {
        Fleet fleet = history(1);
        fleet.change(FIRST.image("app:bad"));
        fleet.pass();
        fleet.change(FIRST.image("app:bad").state(DesiredState.Stopped));
        fleet.converge();
        assertThat(fleet.outcome(2).phase()).isEqualTo(Phase.Progressing);
        fleet.change(FIRST.image("app:3").state(DesiredState.Stopped));
        fleet.converge();
        assertThat(fleet.outcome(2).phase()).isEqualTo(Phase.Superseded);
        fleet.change(FIRST.image("app:3"));
        fleet.converge();
        assertThat(fleet.outcome(3).phase()).isEqualTo(Phase.Complete);
    }

    @Test
    void whatFailedIsToldOfTheNewReleaseAndNotOfAnOldContainer() {
        Fleet fleet = history(1);
        fleet.change(FIRST.image("app:bad"));
        fleet.pass();
        fleet.observe(fleet.container("web-1-1"), Container.State.Running, false, Reasons.UNHEALTHY);
        fleet.observe(fleet.container("web-2-0"), Container.State.Running, false, Reasons.UNHEALTHY);
        fleet.advance(Duration.ofMinutes(5));
        fleet.pass();
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.Failed);
        assertThat(fleet.rollout().message())
                .contains("web-2-0: it is Unhealthy")
                .doesNotContain("web-1-1");
    }

    @Test
    void scalingIsNoRolloutOfTheRelease() {
        Fleet fleet = history(1);
        Outcome before = fleet.outcome(1);
        fleet.change(FIRST.replicas(4));
        fleet.converge();
        assertThat(fleet.outcome(1)).isEqualTo(before);
    }

    @Test
    void containersAreMadeOnlyOnceTheImageIsResolvedAndOfJustThatImage() {
        Fleet fleet = new Fleet(FIRST, Nodes.ready("a"));
        ApplicationPlan first = fleet.plan();
        assertThat(created(first)).isEmpty();
        first.actions().forEach(fleet::apply);
        assertThat(created(fleet.plan())).isEmpty();
        assertThat(Objects.requireNonNull(fleet.plan().status().rollout()).message())
                .contains("its image is being resolved");
        fleet.resolve("web-1", "app@sha256:123");
        fleet.pass();
        assertThat(fleet.containers())
                .hasSize(2)
                .allMatch(c -> c.spec().template().image().equals("app@sha256:123"));
    }

    @Test
    void aPausedRolloutStandsStillButScalesAndHeals() {
        Fleet fleet = history(1);
        fleet.change(FIRST.image("app:2"));
        fleet.pass();
        fleet.heal();
        fleet.change(FIRST.image("app:2").paused(true));
        assertThat(deleted(fleet.pass())).isEmpty();
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.Paused);
        assertThat(fleet.rollout().message()).contains("spec.paused holds it");
        fleet.advance(Duration.ofDays(1));
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-1-0", "web-1-1", "web-2-0");
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.Paused);

        fleet.change(FIRST.image("app:2").paused(true).replicas(4));
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-1-0", "web-1-1", "web-1-2", "web-2-0");

        fleet.change(FIRST.image("app:2").replicas(4));
        fleet.pass();
        assertThat(fleet.rollout().phase()).as("the pause was no delay").isEqualTo(Phase.Progressing);
        fleet.converge();
        assertThat(fleet.names()).hasSize(4).allMatch(name -> name.startsWith("web-2-"));
    }

    @Test
    void whatChangesDuringAPauseBecomesOneRelease() {
        Fleet fleet = history(1);
        fleet.change(FIRST.paused(true).image("app:2"));
        fleet.converge();
        fleet.change(FIRST.paused(true).image("app:3"));
        fleet.converge();
        assertThat(fleet.releases()).containsExactly("web-1");
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.Paused);
        assertThat(fleet.condition("Ready").status()).isEqualTo(Condition.Status.True);
        fleet.change(FIRST.image("app:3"));
        fleet.converge();
        assertThat(fleet.releases()).containsExactly("web-1", "web-2");
        assertThat(fleet.container("web-2-0").spec().template().image()).isEqualTo("app:3");
    }

    @Test
    void aDrainedNodeIsLeftForOneThatHasRoomReplacementFirst() {
        Fleet fleet = new Fleet(FIRST.replicas(1), Nodes.ready("a"), Nodes.ready("b"));
        fleet.converge();
        fleet.node(Nodes.drained("a"));
        ApplicationPlan plan = fleet.pass();
        assertThat(created(plan)).containsExactly("web-1-1");
        assertThat(deleted(plan)).isEmpty();
        assertThat(fleet.container("web-1-1").spec().nodeName()).isEqualTo("b");
        assertThat(fleet.rollout().phase()).as("a move is no rollout").isEqualTo(Phase.Complete);
        fleet.heal();
        assertThat(deleted(fleet.pass())).containsExactly("web-1-0");
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-1-1");
        assertThat(fleet.condition("Ready").status()).isEqualTo(Condition.Status.True);
    }

    private static Fleet failed(Apps spec) {
        Fleet fleet = new Fleet(spec, Nodes.ready("a"));
        fleet.converge();
        fleet.change(spec.image("app:bad"));
        fleet.pass();
        fleet.observe(fleet.container("web-2-0"), Container.State.Pending, false, Reasons.IMAGE_PULL_FAILED);
        fleet.advance(Duration.ofMinutes(5));
        fleet.pass();
        fleet.converge();
        return fleet;
    }

    private static Fleet history(int releases) {
        Fleet fleet = new Fleet(FIRST, Nodes.ready("a"));
        fleet.converge();
        for (int i = 2; i <= releases; i++) {
            fleet.change(FIRST.image("app:" + i));
            fleet.converge();
        }
        return fleet;
    }
}
