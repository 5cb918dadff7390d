package dev.roadstead.controller.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(5), Duration.ofSeconds(1));

    @Test
    void doublesUpToItsCap() {
        Map<Integer, Integer> millisByEarlierFailures =
                Map.of(0, 5, 1, 10, 2, 20, 7, 640, 8, 1_000, 9, 1_000, 63, 1_000, Integer.MAX_VALUE, 1_000);

        millisByEarlierFailures.forEach((earlierFailures, millis) -> assertThat(
                        Backoff.delay(Duration.ofMillis(5), Duration.ofSeconds(1), earlierFailures))
                .as("after %d failures", earlierFailures)
                .isEqualTo(Duration.ofMillis(millis)));
    }

    @Test
    void survivesCapsNearTheEndOfTime() {
        Duration cap = Duration.ofNanos(Long.MAX_VALUE);

        assertThat(Backoff.delay(Duration.ofMillis(5), cap, 1_000)).isEqualTo(cap);
    }

    @Test
    void countsEachKeyByItself() {
        backoff.next("a");
        backoff.next("a");

        assertThat(backoff.next("a")).isEqualTo(Duration.ofMillis(20));
        assertThat(backoff.next("b")).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void beginsAnewAfterReset() {
        backoff.next("a");
        backoff.reset("a");

        assertThat(backoff.next("a")).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void refusesACapBelowTheFirstWait() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT2S");
    }
}
