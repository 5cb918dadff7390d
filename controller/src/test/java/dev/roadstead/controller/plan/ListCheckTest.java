package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.plan.ObservedContainer.EngineHealth;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Health;
import dev.roadstead.model.Container.State;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListCheckTest {
    private static final String NAME = "shop.web.1.0";
    private static final Container SERVING = container(DesiredState.Running, State.Running, true, 2L);

    @Test
    void whatIsAsItsStatusSaysIsLeftAlone() {
        assertThat(unsettled(SERVING, listed(ObservedContainer.State.RUNNING, null)))
                .isEmpty();
        assertThat(unsettled(SERVING, listed(ObservedContainer.State.RUNNING, EngineHealth.HEALTHY)))
                .isEmpty();
        assertThat(unsettled(resting(State.Stopped), listed(ObservedContainer.State.EXITED, null)))
                .isEmpty();
        assertThat(unsettled(resting(State.Created), listed(ObservedContainer.State.CREATED, null)))
                .isEmpty();
    }

    @Test
    void whatShouldRunAndDoesNotIsLookedAt() {
        for (var state : EnumSet.complementOf(EnumSet.of(ObservedContainer.State.RUNNING))) {
            assertThat(unsettled(SERVING, listed(state, null))).containsExactly(SERVING);
        }
    }

    @Test
    void whatSeemsReadyAndIsNotHealthyIsLookedAt() {
        for (EngineHealth health : EnumSet.complementOf(EnumSet.of(EngineHealth.HEALTHY))) {
            assertThat(unsettled(SERVING, listed(ObservedContainer.State.RUNNING, health)))
                    .containsExactly(SERVING);
        }
    }

    @Test
    void whatShouldBeStoppedAndIsNotIsLookedAt() {
        for (var state : EnumSet.complementOf(EnumSet.of(ObservedContainer.State.EXITED))) {
            assertThat(unsettled(resting(State.Stopped), listed(state, null))).hasSize(1);
        }
    }

    @Test
    void whatIsGoneOrRenamedOrMadeAnewIsLookedAt() {
        ObservedContainer.State running = ObservedContainer.State.RUNNING;
        assertThat(ListCheck.unsettled(List.of(SERVING), List.of())).containsExactly(SERVING);
        assertThat(unsettled(SERVING, new OwnedContainer("id", "other", Map.of(), running, null)))
                .containsExactly(SERVING);
        assertThat(unsettled(SERVING, new OwnedContainer("new", NAME, Map.of(), running, null)))
                .containsExactly(SERVING);
    }

    @Test
    void whatIsOnItsWayIsLookedAt() {
        OwnedContainer running = listed(ObservedContainer.State.RUNNING, null);
        Container behind = container(DesiredState.Running, State.Running, true, 1L);
        Container notReady = container(DesiredState.Running, State.Running, false, 2L);
        Container leaving = new Container(metadata(Instant.EPOCH), SERVING.spec(), SERVING.status());
        Container fresh = new Container(SERVING.metadata(), SERVING.spec(), null);
        for (Container container : List.of(behind, notReady, leaving, fresh)) {
            assertThat(unsettled(container, running)).containsExactly(container);
        }
    }

    private static List<Container> unsettled(Container container, OwnedContainer docker) {
        return ListCheck.unsettled(List.of(container), List.of(docker));
    }

    private static OwnedContainer listed(ObservedContainer.State state, @Nullable EngineHealth health) {
        return new OwnedContainer("id", NAME, Map.of(), state, health);
    }

    private static Container resting(State state) {
        return container(DesiredState.Stopped, state, false, 2L);
    }

    private static Container container(DesiredState desired, State state, boolean ready, long observed) {
        Condition condition = new Condition(
                "Ready", ready ? Condition.Status.True : Condition.Status.False, observed, Instant.EPOCH, "Test", "");
        return new Container(
                metadata(null),
                new Container.Spec("web", 1, 0, "a", desired, Templates.image("app:1"), Duration.ZERO, true, null),
                new Container.Status(
                        observed,
                        "id",
                        state,
                        Health.Healthy,
                        null,
                        0,
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        List.of(condition),
                        null));
    }

    private static ObjectMeta metadata(@Nullable Instant deleted) {
        return new ObjectMeta(
                "web-1-0", "shop", "uid", "1", 2, Instant.EPOCH, deleted, Map.of(), Map.of(), List.of(), List.of());
    }
}
