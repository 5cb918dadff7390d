package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.plan.ApiAction.DeleteContainer;
import dev.roadstead.controller.plan.HostAction.PauseContainer;
import dev.roadstead.controller.plan.HostAction.StartContainer;
import dev.roadstead.controller.plan.HostAction.StopContainer;
import dev.roadstead.controller.plan.HostAction.UnpauseContainer;
import dev.roadstead.controller.plan.ObservedContainer.State;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Quiesce;
import dev.roadstead.model.Container.Quiesce.How;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QuiescenceTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant STARTED = NOW.minus(Duration.ofHours(1));
    private static final Quiesce PAUSE = new Quiesce("VolumeBackup/nightly-1", How.Pause);
    private static final Quiesce STOP = new Quiesce("VolumeRestore/r", How.Stop);

    private Container container = ContainerScenes.container(Templates.image("app:1"));

    private ContainerPlan plan(@Nullable ObservedContainer observed) {
        return ContainerPlanner.plan(new ContainerSnapshot(
                container,
                Optional.ofNullable(observed),
                "installation",
                Supplies.NONE,
                Map.of(),
                PolicyLevel.BASELINE,
                null,
                false,
                false,
                false,
                new ContainerSnapshot.Asked("", null),
                NOW));
    }

    private ObservedContainer docker(State state) {
        Map<String, String> labels = Blueprints.of(container, Map.of(), Map.of(), "installation", PolicyLevel.BASELINE)
                .labels();
        ObservedContainer docker = ContainerScenes.docker(state, labels);
        return state == State.EXITED
                ? ContainerScenes.times(docker, 137, STARTED, NOW)
                : ContainerScenes.times(docker, null, STARTED, null);
    }

    private void quiesce(@Nullable Quiesce quiesce) {
        container = new Container(container.metadata(), container.spec().withQuiesce(quiesce), container.status());
    }

    private ContainerPlan known(ContainerPlan plan) {
        container = new Container(container.metadata(), container.spec(), plan.status());
        return plan;
    }

    private static String reason(ContainerPlan plan) {
        Condition ready = Objects.requireNonNull(Conditions.find(plan.status().conditions(), "Ready"));
        return ready.reason();
    }

    @Test
    void aPauseIsDoneSaidAndUndone() {
        known(plan(docker(State.RUNNING)));
        quiesce(PAUSE);
        assertThat(known(plan(docker(State.RUNNING))).actions()).containsExactly(new PauseContainer("id"));
        assertThat(Quiescence.isQuiet(container)).as("on its way").isFalse();

        ContainerPlan rest = known(plan(docker(State.PAUSED)));
        assertThat(rest.actions()).isEmpty();
        assertThat(rest.status().state()).isEqualTo(Container.State.Paused);
        assertThat(reason(rest)).isEqualTo("Quiesced");
        assertThat(Quiescence.isQuiet(container)).isTrue();

        quiesce(null);
        ContainerPlan resumed = known(plan(docker(State.PAUSED)));
        assertThat(resumed.actions()).containsExactly(new UnpauseContainer("id"));
        assertThat(resumed.notes()).extracting(Note::reason).containsExactly("Resumed");
        assertThat(known(plan(docker(State.RUNNING))).status().restarts()).isZero();
    }

    @Test
    void aStopIsNoEndThatItCameToByItselfAndTheStartAfterItNoRestart() {
        known(plan(docker(State.RUNNING)));
        quiesce(STOP);
        assertThat(known(plan(docker(State.RUNNING))).actions()).hasExactlyElementsOfTypes(StopContainer.class);
        ContainerPlan rest = known(plan(docker(State.EXITED)));
        assertThat(rest.actions()).isEmpty();
        assertThat(rest.status().state()).isEqualTo(Container.State.Stopped);
        assertThat(rest.status().lastTermination()).isNull();
        assertThat(Quiescence.isQuiet(container)).isTrue();

        quiesce(null);
        ContainerPlan started = known(plan(docker(State.EXITED)));
        assertThat(started.actions()).contains(new StartContainer("id"));
        assertThat(known(plan(docker(State.RUNNING))).status().restarts()).isZero();
    }

    @Test
    void whatPeopleDoAgainstItIsUndone() {
        quiesce(PAUSE);
        known(plan(docker(State.PAUSED)));
        assertThat(plan(docker(State.RUNNING)).actions()).containsExactly(new PauseContainer("id"));
        quiesce(STOP);
        assertThat(plan(docker(State.PAUSED)).actions())
                .hasExactlyElementsOfTypes(UnpauseContainer.class, StopContainer.class);
    }

    @Test
    void aForeignPauseIsStillRepaired() {
        ContainerPlan plan = plan(docker(State.PAUSED));
        assertThat(plan.actions()).containsExactly(new UnpauseContainer("id"));
        assertThat(plan.notes()).extracting(Note::reason).containsExactly("Unpaused");
    }

    @Test
    void nothingIsCreatedStartedOrReplacedMeanwhile() {
        quiesce(PAUSE);
        assertThat(plan(null).actions()).isEmpty();
        assertThat(reason(plan(null))).isEqualTo("Quiesced");
        assertThat(plan(docker(State.CREATED)).actions()).isEmpty();
        assertThat(plan(docker(State.EXITED)).actions()).isEmpty();
        assertThat(plan(ContainerScenes.with(docker(State.PAUSED), Map.of())).actions())
                .as("its network is cut")
                .isEmpty();
    }

    @Test
    void whatIsStoppedBySpecStaysSo() {
        container = ContainerScenes.stopped(container);
        quiesce(PAUSE);
        assertThat(known(plan(docker(State.EXITED))).actions()).isEmpty();
        assertThat(Quiescence.isQuiet(container)).isTrue();
        quiesce(null);
        assertThat(plan(docker(State.EXITED)).actions()).isEmpty();
    }

    @Test
    void nobodyKnowsWhetherAContainerOnALostNodeWrites() {
        quiesce(PAUSE);
        known(plan(docker(State.PAUSED)));
        container = new Container(
                container.metadata(),
                container.spec(),
                ContainerPlanner.unreachable(
                        new ContainerSnapshot(
                                container,
                                Optional.empty(),
                                "installation",
                                Supplies.NONE,
                                Map.of(),
                                PolicyLevel.BASELINE,
                                null,
                                false,
                                false,
                                false,
                                ContainerSnapshot.Asked.NOTHING,
                                NOW),
                        "it is silent"));
        assertThat(Quiescence.isQuiet(container)).isFalse();
    }

    @Test
    void aRolloutWaitsAndSaysWhy() {
        Fleet fleet = new Fleet(Apps.of(1, "app:1"), Nodes.ready("a"), Nodes.ready("b"));
        fleet.converge();
        fleet.quiesce("web-1-0", PAUSE);
        fleet.observe(fleet.container("web-1-0"), Container.State.Paused, false, Reasons.QUIESCED);

        fleet.pass();
        assertThat(fleet.condition("Degraded").status()).isEqualTo(Condition.Status.False);
        assertThat(fleet.condition("Ready").reason()).isEqualTo("Quiesced");
        assertThat(fleet.condition("Ready").message())
                .contains("web-1-0 is paused for VolumeBackup/nightly-1 and runs again after it");

        fleet.change(Apps.of(1, "app:2"));
        ApplicationPlan plan = fleet.pass();
        assertThat(plan.actions()).noneMatch(DeleteContainer.class::isInstance);
        assertThat(fleet.rollout().message()).contains("it waits, because web-1-0 is paused");

        fleet.quiesce("web-1-0", null);
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-2-0");
    }
}
