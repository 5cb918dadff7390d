package dev.roadstead.controller.plan;

import static dev.roadstead.controller.plan.Plans.created;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.plan.analysis.Figures;
import dev.roadstead.controller.plan.analysis.Traffic;
import dev.roadstead.model.Application.Rollout;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.Container;
import dev.roadstead.model.Strategy.Canary.Analysis;
import dev.roadstead.model.Strategy.Canary.Step;
import java.time.Duration;
import java.util.Objects;
import java.util.TreeMap;
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
    void aCanaryThatAnswersBadlyEndsTheRolloutAndGetsNoMoreRequests() {
        Fleet fleet = judged(SPEC);
        fleet.traffic(counted(240, 12));
        fleet.pass();
        assertThat(fleet.rollout().phase()).as("5 % are allowed").isEqualTo(Phase.Paused);
        assertThat(fleet.rollout().message())
                .contains("it goes by health and by what it answers, counted by 2 of 3 edges");

        fleet.traffic(counted(240, 30));
        assertThat(fleet.pass().actions())
                .as("only the outcome is written")
                .allMatch(ApiAction.PatchReleaseOutcome.class::isInstance);
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.Failed);
        assertThat(fleet.rollout().weight()).isZero();
        assertThat(fleet.condition("Progressing").reason()).isEqualTo(Reasons.CANARY_ANSWERS_BADLY);
        assertThat(fleet.condition("Progressing").message())
                .isEqualTo(
                        "step 1 of 2: weight 25 %, which without a router is 1 new beside 3 old containers; 12.5 % of"
                                + " 240 requests to release 2 were answered with 5xx, more than the 5 % allowed");
        assertThat(fleet.outcome(2).message()).endsWith("more than the 5 % allowed");

        String said = fleet.rollout().message();
        fleet.traffic(Traffic.NOT_ASKED);
        fleet.advance(Duration.ofHours(1));
        work(fleet);
        assertThat(fleet.rollout().phase()).as("the verdict stands").isEqualTo(Phase.Failed);
        assertThat(fleet.rollout().weight()).isZero();
        assertThat(fleet.rollout().message()).isEqualTo(said);
        assertThat(fleet.condition("Progressing").reason()).isEqualTo(Reasons.CANARY_ANSWERS_BADLY);
        assertThat(share(fleet))
                .as("it serves nobody, and the old one has all its containers")
                .isEqualTo("1 of 5");
    }

    @Test
    void aVerdictIsToldOnceAndTakesTheReleaseBackWhenThatIsAskedFor() {
        Fleet fleet = judged(SPEC.autoRollback(true));
        fleet.traffic(counted(240, 30));
        ApplicationPlan verdict = fleet.pass();
        assertThat(verdict.lookAgain())
                .hasValueSatisfying(soon -> assertThat(soon).isLessThan(Duration.ofSeconds(1)));
        assertThat(verdict.notes()).singleElement().satisfies(note -> {
            assertThat(note.reason()).isEqualTo(Reasons.CANARY_ANSWERS_BADLY);
            assertThat(note.message()).endsWith("more than the 5 % allowed");
        });
        fleet.traffic(Traffic.NOT_ASKED);
        fleet.pass();
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.RolledBack);
        assertThat(fleet.rollout().weight())
                .as("nor any requests on the way back")
                .isZero();
        assertThat(fleet.rollout().message()).startsWith("release 1 is wanted again, because release 2 failed: step 1");
        fleet.converge();
        assertThat(fleet.names()).hasSize(4).allMatch(name -> name.startsWith("web-1-"));
        assertThat(fleet.outcome(2).phase()).isEqualTo(Phase.RolledBack);
    }

    @Test
    void withoutFiguresItGoesByHealthAndSaysWhy() {
        Fleet fleet = judged(SPEC);
        fleet.traffic(new Traffic.Unseen("no Domain leads to it"));
        work(fleet);
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.Paused);
        assertThat(fleet.rollout().message()).contains("it goes by health alone, because no Domain leads to it;");
        fleet.traffic(counted(49, 49));
        work(fleet);
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.Paused);
        assertThat(fleet.rollout().message())
                .contains("it goes by health alone until there are 50 requests, counted by 2 of 3 edges;");
        assertThat(fleet.plan().lookAgain())
                .hasValueSatisfying(left -> assertThat(left).isEqualTo(Duration.ofSeconds(5)));
        String said = fleet.rollout().message();
        fleet.traffic(counted(48, 3));
        fleet.pass();
        assertThat(fleet.rollout().message())
                .as("no number in it changes with a request")
                .isEqualTo(said);

        fleet.observe(fleet.container("web-2-0"), Container.State.Running, false, Reasons.UNHEALTHY);
        fleet.pass();
        assertThat(fleet.condition("Progressing").reason()).isEqualTo(Reasons.CANARY_UNHEALTHY);
        assertThat(fleet.rollout().weight()).isEqualTo(25);
    }

    @Test
    void anotherAnalysisIsNoNewRelease() {
        Fleet fleet = judged(SPEC);
        fleet.change(SPEC.image("app:2").analysis(new Analysis(null, Duration.ofSeconds(1), 99, 10)));
        fleet.pass();
        fleet.change(SPEC.image("app:2"));
        fleet.pass();
        assertThat(fleet.rollout().release()).isEqualTo(2);
        assertThat(fleet.rollout().step()).isZero();
        assertThat(fleet.status().targetRelease()).isEqualTo(2);
        assertThat(fleet.rollout().message()).doesNotContain("it goes by");
    }

    @Test
    void aVerdictOutlastsAPauseAndABackup() {
        Fleet fleet = judged(SPEC);
        fleet.traffic(counted(240, 30));
        fleet.pass();
        fleet.traffic(Traffic.NOT_ASKED);
        String said = fleet.rollout().message();

        fleet.quiesce("web-1-0", new Container.Quiesce("VolumeBackup/nightly-1", Container.Quiesce.How.Pause));
        fleet.pass();
        fleet.quiesce("web-1-0", null);
        work(fleet);
        assertThat(fleet.rollout().phase()).as("after a backup").isEqualTo(Phase.Failed);
        fleet.change(SPEC.image("app:2").analysis(STRICT).paused(true));
        fleet.pass();
        fleet.change(SPEC.image("app:2").analysis(STRICT));
        work(fleet);
        assertThat(fleet.rollout().phase()).as("after a pause").isEqualTo(Phase.Failed);
        assertThat(fleet.rollout().weight()).isZero();
        assertThat(fleet.rollout().message()).isEqualTo(said);
    }

    @Test
    void theReleaseThatMendsItIsNotJudgedByTheOneBefore() {
        Fleet fleet = judged(SPEC);
        fleet.change(SPEC.image("app:3").analysis(STRICT));
        fleet.pass();
        fleet.change(SPEC.image("app:2").analysis(STRICT));
        work(fleet);
        fleet.change(SPEC.image("app:3").analysis(STRICT));
        fleet.traffic(counted(240, 240));
        Rollout next = Objects.requireNonNull(fleet.plan().status().rollout());
        assertThat(next.release()).isEqualTo(3);
        assertThat(next.phase()).isEqualTo(Phase.Progressing);
        assertThat(next.message()).contains("step 1 of 2").doesNotContain("it goes by");
    }

    @Test
    void aReleaseThatIsAskedForByItsNumberIsNotJudged() {
        Fleet fleet = judged(SPEC);
        fleet.change(SPEC.image("app:2").analysis(STRICT).rollback(2));
        fleet.traffic(counted(240, 240));
        fleet.converge();
        assertThat(fleet.names()).hasSize(4).allMatch(name -> name.startsWith("web-2-"));
        assertThat(fleet.rollout().phase()).isEqualTo(Phase.Complete);
    }

    private static final Analysis STRICT = new Analysis(5, null, 95, 50);

    /** At its first step, where it stays for 2m. */
    private static Fleet judged(Apps spec) {
        Fleet fleet = updated(spec.analysis(STRICT));
        work(fleet);
        return fleet;
    }

    private static Traffic counted(long requests, long errors) {
        return new Traffic.Counted(new Figures(requests, errors, 0, new TreeMap<>()), 2, 3);
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
