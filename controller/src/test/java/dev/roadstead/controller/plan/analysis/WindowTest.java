package dev.roadstead.controller.plan.analysis;

import static dev.roadstead.controller.plan.analysis.VerdictTest.figures;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final Instant BEGIN = Instant.EPOCH;
    private static final int ENOUGH = 50;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void theFirstLookIsWhereItBegins() {
        Window window = Window.from(BEGIN).with("a", Map.of("s", figures(1_000, 900)), ENOUGH, BEGIN);
        assertThat(window.figures()).isEqualTo(Figures.NONE);
        window = window.with("a", Map.of("s", figures(1_010, 903)), ENOUGH, BEGIN);
        assertThat(window.figures()).isEqualTo(figures(10, 3));
        assertThat(window.with("a", Map.of("s", figures(1_010, 903)), ENOUGH, BEGIN)
                        .figures())
                .as("the same look again")
                .isEqualTo(figures(10, 3));
    }

    @Test
    void anEdgeThatStartsAnewCountsFromZero() {
        Window window = Window.from(BEGIN)
                .with("a", Map.of("s", figures(1_000, 900)), ENOUGH, BEGIN)
                .with("a", Map.of("s", figures(1_020, 900)), ENOUGH, BEGIN)
                .with("a", Map.of("s", figures(7, 1)), ENOUGH, BEGIN);
        assertThat(window.figures()).isEqualTo(figures(27, 1));
    }

    @Test
    void oneThatStartsAnewWithMoreRequestsIsKnownByItsErrorsOrItsBounds() {
        Window fewerErrors = Window.from(BEGIN)
                .with("a", Map.of("s", figures(10, 9)), ENOUGH, BEGIN)
                .with("a", Map.of("s", figures(30, 2)), ENOUGH, BEGIN);
        assertThat(fewerErrors.figures()).isEqualTo(figures(30, 2));
        Figures before = new Figures(10, 0, 10, new TreeMap<>(Map.of(0.1, 10L)));
        Figures after = new Figures(30, 0, 30, new TreeMap<>(Map.of(0.2, 30L)));
        Window otherBounds = Window.from(BEGIN)
                .with("a", Map.of("s", before), ENOUGH, BEGIN)
                .with("a", Map.of("s", after), ENOUGH, BEGIN);
        assertThat(otherBounds.figures()).isEqualTo(after);
    }

    @Test
    void hoursWithoutAFaultDoNotHideOne() {
        Window window = Window.from(BEGIN).with("a", Map.of("s", Figures.NONE), ENOUGH, BEGIN);
        long requests = 0;
        for (int minute = 1; minute <= 600; minute++) {
            requests += 1_000;
            window = window.with("a", Map.of("s", figures(requests, 0)), ENOUGH, at(minute));
        }
        assertThat(window.figures().requests()).isBetween(5_000L, 10_000L);
        window = window.with("a", Map.of("s", figures(requests + 1_000, 1_000)), ENOUGH, at(601));
        assertThat(window.figures().errors() * 100 / window.figures().requests())
                .isGreaterThanOrEqualTo(9);
    }

    @Test
    void aVerdictThatCouldBeGivenCanBeGivenLater() {
        Window window = Window.from(BEGIN).with("a", Map.of("s", Figures.NONE), ENOUGH, BEGIN);
        for (int minute = 1; minute <= 600; minute++) {
            window = window.with("a", Map.of("s", figures(2L * minute, 0)), ENOUGH, at(minute));
            assertThat(window.figures().requests()).isGreaterThanOrEqualTo(Math.min(ENOUGH, 2L * minute));
        }
    }

    /** Edges come, go, and start anew; what came between two looks is counted once, whoever counted it. */
    @RepeatedTest(200)
    void theSumIsThatOfAllEdges() {
        Map<String, Figures> counters = new HashMap<>();
        Map<String, Figures> unseen = new HashMap<>();
        Window window = Window.from(BEGIN);
        Figures expected = Figures.NONE;
        for (int i = 0; i < 200; i++) {
            String edge = "edge-" + random.nextInt(4);
            switch (random.nextInt(8)) {
                case 0 -> {
                    counters.put(edge, Figures.NONE);
                    unseen.put(edge, Figures.NONE);
                    window = window.with(edge, Map.of("s", Figures.NONE), Integer.MAX_VALUE, at(i));
                }
                case 1, 2 -> {
                    Figures counter = counters.getOrDefault(edge, Figures.NONE);
                    expected = window.knows(edge) ? expected.plus(unseen.getOrDefault(edge, Figures.NONE)) : expected;
                    unseen.put(edge, Figures.NONE);
                    window = window.with(edge, Map.of("s", counter), Integer.MAX_VALUE, at(i));
                }
                default -> {
                    long more = random.nextInt(100);
                    Figures came = figures(more, random.nextInt((int) more + 1));
                    counters.merge(edge, came, Figures::plus);
                    unseen.merge(edge, came, Figures::plus);
                }
            }
        }
        assertThat(window.figures()).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void servicesOfAnEdgeStartAnewEachForItself() {
        Window window = Window.from(BEGIN)
                .with("a", Map.of("s", figures(100, 0), "t", figures(500, 0)), ENOUGH, BEGIN)
                .with("a", Map.of("s", figures(110, 0), "t", figures(3, 0)), ENOUGH, BEGIN);
        assertThat(window.figures()).isEqualTo(figures(13, 0));
    }

    private static Instant at(int minute) {
        return BEGIN.plus(Duration.ofMinutes(minute));
    }
}
