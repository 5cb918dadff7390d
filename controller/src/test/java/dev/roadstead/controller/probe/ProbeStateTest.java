package dev.roadstead.controller.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.probe.ProbeResult.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What attempts mean. */
final class ProbeStateTest {
    private static final Optional<String> SUCCESS = Optional.empty();
    private static final Optional<String> FAILURE = Optional.of("refused");
    private static final ProbeSpec SPEC = spec(3, Duration.ofSeconds(20));

    private static ProbeSpec spec(int retries, Duration startPeriod) {
        return new ProbeSpec(
                new ProbeSpec.Tcp("127.0.0.1", 1),
                null,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                retries,
                startPeriod);
    }

    private static Duration at(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static Status status(ProbeState state) {
        return state.result().status();
    }

    @Test
    void oneSuccessIsHealthy() {
        ProbeState state = ProbeState.initial(SPEC).next(SPEC, FAILURE, at(1)).next(SPEC, SUCCESS, at(2));

        assertThat(state.result()).isEqualTo(new ProbeResult(Status.HEALTHY, ""));
        assertThat(state.delay(SPEC)).isEqualTo(SPEC.interval());
    }

    @Test
    void failuresInTheStartPeriodDoNotCount() {
        ProbeState state = ProbeState.initial(SPEC);
        for (int second = 0; second < 20; second++) {
            state = state.next(SPEC, FAILURE, at(second));
        }

        assertThat(state.failures()).isZero();
        assertThat(state.result()).isEqualTo(new ProbeResult(Status.STARTING, "refused"));
        assertThat(state.delay(SPEC)).isLessThan(SPEC.interval());
    }

    @Test
    void failuresAfterTheStartPeriodCountOnceAnInterval() {
        ProbeState state = ProbeState.initial(SPEC);
        int second = 0;
        while (status(state) == Status.STARTING) {
            state = state.next(SPEC, FAILURE, at(second++));
        }

        assertThat(second - 1).as("start period and two more intervals").isEqualTo(40);
        assertThat(status(state)).isEqualTo(Status.UNHEALTHY);
    }

    @Test
    void aHealthyContainerIsUnhealthyAfterItsRetriesInARow() {
        ProbeState healthy = ProbeState.initial(SPEC).next(SPEC, SUCCESS, at(1));
        ProbeState twice = healthy.next(SPEC, FAILURE, at(2)).next(SPEC, FAILURE, at(3));

        assertThat(status(twice)).isEqualTo(Status.HEALTHY);
        assertThat(twice.result().message()).isEqualTo("refused");
        assertThat(status(twice.next(SPEC, FAILURE, at(4)))).isEqualTo(Status.UNHEALTHY);
        assertThat(status(twice.next(SPEC, SUCCESS, at(4)).next(SPEC, FAILURE, at(5))))
                .isEqualTo(Status.HEALTHY);
    }

    @Test
    void anUnhealthyContainerIsHealthyAgainAfterOneSuccess() {
        ProbeSpec once = spec(1, Duration.ZERO);
        ProbeState unhealthy = ProbeState.initial(once).next(once, FAILURE, at(0));

        assertThat(status(unhealthy)).isEqualTo(Status.UNHEALTHY);
        assertThat(status(unhealthy.next(once, SUCCESS, at(10)))).isEqualTo(Status.HEALTHY);
    }

    @RepeatedTest(200)
    void healthyNeedsASuccessAndUnhealthyNeedsRetriesInARow() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ProbeSpec spec = spec(1 + random.nextInt(4), at(random.nextInt(30)));
        ProbeState state = ProbeState.initial(spec);
        boolean succeeded = false;
        int inARow = 0;
        long second = 0;
        for (int step = 0; step < 50; step++) {
            boolean success = random.nextInt(3) == 0;
            second += random.nextInt(12);
            state = state.next(spec, success ? SUCCESS : FAILURE, at(second));
            succeeded |= success;
            inARow = success ? 0 : inARow + 1;
            assertThat(status(state) == Status.HEALTHY && !succeeded)
                    .as("seed %d step %d", seed, step)
                    .isFalse();
            assertThat(status(state) == Status.UNHEALTHY && inARow < spec.retries())
                    .as("seed %d step %d", seed, step)
                    .isFalse();
            assertThat(success && status(state) != Status.HEALTHY)
                    .as("seed %d step %d", seed, step)
                    .isFalse();
        }
    }
}
