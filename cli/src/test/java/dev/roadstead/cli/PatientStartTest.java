package dev.roadstead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.controller.client.ApiCallException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class PatientStartTest {
    private final ApiCallException noAnswer = new ApiCallException(0, "", "GET /api: no answer", null);
    private final ApiCallException forbidden = new ApiCallException(403, "Forbidden", "GET /api: no", null);

    @Test
    void triesAgainWhileThereIsNoAnswer() throws Exception {
        var failures = new ArrayDeque<>(List.of(noAnswer, noAnswer));

        assertThat(new PatientStart(pause -> false).of("controllers", () -> start(failures)))
                .isEqualTo("started");
        assertThat(failures).isEmpty();
    }

    @Test
    void endsWithAnAnswerThatWillNotChange() {
        var failures = new ArrayDeque<>(List.of(forbidden, noAnswer));

        assertThatThrownBy(() -> new PatientStart(pause -> false).of("controllers", () -> start(failures)))
                .isSameAs(forbidden);
    }

    @Test
    void givesUpWhenEverythingStops() throws Exception {
        var failures = new ArrayDeque<>(List.of(noAnswer, noAnswer));

        assertThat(new PatientStart(pause -> failures.size() == 1).of("controllers", () -> start(failures)))
                .isNull();
        assertThat(failures).hasSize(1);
    }

    private static String start(Queue<ApiCallException> failures) {
        ApiCallException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
        return "started";
    }
}
