package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.model.Condition;
import dev.roadstead.model.Condition.Status;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final Instant BEFORE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-01T00:01:00.123Z");
    private static final Condition READY =
            new Condition("Ready", Status.False, 1L, BEFORE, "Starting", "1 of 2 containers are ready");
    private static final Condition PROGRESSING =
            new Condition("Progressing", Status.True, 1L, BEFORE, "Rolling", "1 of 2 containers are updated");

    @Test
    void aNewConditionIsAddedAtTheEndWithTheTimeInWholeSeconds() {
        List<Condition> set = Conditions.set(List.of(READY), "Degraded", Status.False, "AsExpected", "ok", 2L, NOW);

        assertThat(set)
                .containsExactly(
                        READY,
                        new Condition(
                                "Degraded",
                                Status.False,
                                2L,
                                Instant.parse("2026-01-01T00:01:00Z"),
                                "AsExpected",
                                "ok"));
    }

    @Test
    void anotherStatusIsATransition() {
        List<Condition> set =
                Conditions.set(List.of(READY, PROGRESSING), "Ready", Status.True, "AllReady", "2 of 2", 1L, NOW);

        assertThat(set).hasSize(2).last().isEqualTo(PROGRESSING);
        assertThat(set.getFirst().status()).isEqualTo(Status.True);
        assertThat(set.getFirst().lastTransitionTime()).isEqualTo(Instant.parse("2026-01-01T00:01:00Z"));
    }

    @Test
    void theSameStatusForAnotherReasonIsNoTransition() {
        List<Condition> set =
                Conditions.set(List.of(PROGRESSING, READY), "Ready", Status.False, "Unhealthy", "0 of 2", 2L, NOW);

        assertThat(set)
                .containsExactly(PROGRESSING, new Condition("Ready", Status.False, 2L, BEFORE, "Unhealthy", "0 of 2"));
    }

    @Test
    void settingWhatIsThereChangesNothing() {
        List<Condition> old = List.of(READY, PROGRESSING);

        assertThat(Conditions.set(
                        old,
                        READY.type(),
                        READY.status(),
                        READY.reason(),
                        READY.message(),
                        READY.observedGeneration(),
                        NOW))
                .isEqualTo(old);
    }

    @Test
    void onlyTrueIsTrue() {
        assertThat(Conditions.isTrue(List.of(READY, PROGRESSING), "Progressing"))
                .isTrue();
        assertThat(Conditions.isTrue(List.of(READY, PROGRESSING), "Ready")).isFalse();
        assertThat(Conditions.isTrue(List.of(), "Ready")).isFalse();
        assertThat(Conditions.find(List.of(READY), "Degraded")).isNull();
    }
}
