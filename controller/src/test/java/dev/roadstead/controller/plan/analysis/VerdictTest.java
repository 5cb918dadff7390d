package dev.roadstead.controller.plan.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.model.GoDuration;
import dev.roadstead.model.Strategy.Canary.Analysis;
import java.time.Duration;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The verdict against what it says of itself; each random test prints its seed when it fails. */
class VerdictTest {
    private static final double[] BOUNDS =
            LatencyBounds.SECONDS.stream().mapToDouble(Double::parseDouble).toArray();

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void tooManyErrorsEndItInPlainWords() {
        assertThat(Verdict.of(rate(5), figures(240, 30), 4))
                .isEqualTo(new Verdict.Abort(
                        "12.5 % of 240 requests to release 4 were answered with 5xx, more than the 5 % allowed"));
    }

    @Test
    void justAsManyAsAreAllowedAreAllowedAndOneMoreNeverReadsLikeThem() {
        assertThat(Verdict.of(rate(5), figures(100_000, 5_000), 4)).isEqualTo(new Verdict.Pass());
        assertThat(Verdict.of(rate(5), figures(100_000, 5_001), 4))
                .isInstanceOfSatisfying(
                        Verdict.Abort.class,
                        abort -> assertThat(abort.reason()).startsWith("5.1 % of 100000 requests"));
        assertThat(Verdict.of(rate(0), figures(50, 0), 4)).isEqualTo(new Verdict.Pass());
        assertThat(Verdict.of(rate(100), figures(50, 50), 4)).isEqualTo(new Verdict.Pass());
    }

    @Test
    void belowMinRequestsNothingIsSaid() {
        assertThat(Verdict.of(rate(5), figures(49, 49), 4)).isEqualTo(new Verdict.TooFew());
        assertThat(Verdict.of(rate(5), figures(50, 50), 4)).isInstanceOf(Verdict.Abort.class);
        assertThat(Verdict.of(rate(5), Figures.NONE, 4)).isEqualTo(new Verdict.TooFew());
    }

    @Test
    void tooSlowIsWhatTookLongerForSure() {
        assertThat(Verdict.of(latency("300ms", 95), took(0.35, 10, 0.02, 90), 2))
                .isEqualTo(
                        new Verdict.Abort("10 % of 100 requests to release 2 took longer than 300ms, more than the 5 %"
                                + " allowed beyond maxLatency 300ms"));
        assertThat(Verdict.of(latency("310ms", 95), took(0.35, 10, 0.02, 90), 2))
                .as("between 300ms and 400ms edges do not tell apart")
                .isEqualTo(new Verdict.Pass());
        assertThat(Verdict.of(latency("310ms", 95), took(0.41, 10, 0.02, 90), 2))
                .isInstanceOfSatisfying(
                        Verdict.Abort.class, abort -> assertThat(abort.reason()).contains("longer than 400ms,"));
        assertThat(Verdict.of(latency("300ms", 90), took(0.35, 10, 0.02, 90), 2))
                .isEqualTo(new Verdict.Pass());
        assertThat(Verdict.of(latency("60s", 99), took(61, 2, 0.02, 98), 2)).isInstanceOf(Verdict.Abort.class);
    }

    @Test
    void connectionsThatStayOpenAreNoSlowRequests() {
        Figures sockets = new Figures(500, 0, 10, took(1, 10, 1, 0).within());
        assertThat(Verdict.of(latency("5ms", 95), sockets, 2)).isEqualTo(new Verdict.Pass());
    }

    @RepeatedTest(500)
    void aVerdictIsThatOfTheRequestsThemselves() {
        int requests = random.nextInt(400);
        int maxRate = random.nextInt(101);
        int percentile = 1 + random.nextInt(99);
        double limit = BOUNDS[random.nextInt(BOUNDS.length)];
        Analysis limits =
                new Analysis(maxRate, Duration.ofNanos(Math.round(limit * 1e9)), percentile, 1 + random.nextInt(200));
        double bad = random.nextDouble();
        double spread = Math.pow(10, 4 * random.nextDouble() - 2);
        int errors = 0;
        int slow = 0;
        Figures figures = Figures.NONE;
        for (int i = 0; i < requests; i++) {
            boolean error = random.nextDouble() < bad;
            double seconds = -Math.log(1 - random.nextDouble()) * spread;
            errors += error ? 1 : 0;
            slow += seconds > limit ? 1 : 0;
            figures = figures.plus(one(error, seconds));
        }
        Verdict verdict = Verdict.of(limits, figures, 1);
        boolean enough = requests >= limits.minRequests();
        boolean tooBad = errors / (double) requests > maxRate / 100.0 + 1e-9;
        boolean tooSlow = slow / (double) requests > (100 - percentile) / 100.0 + 1e-9;
        assertThat(verdict instanceof Verdict.TooFew).as("seed %d", seed).isEqualTo(!enough);
        assertThat(verdict instanceof Verdict.Abort).as("seed %d", seed).isEqualTo(enough && (tooBad || tooSlow));
    }

    private static Analysis rate(int percent) {
        return new Analysis(percent, null, 95, 50);
    }

    private static Analysis latency(String most, int percentile) {
        return new Analysis(null, GoDuration.parse(most), percentile, 50);
    }

    static Figures figures(long requests, long errors) {
        return new Figures(requests, errors, 0, new TreeMap<>());
    }

    /** So many requests that took so many seconds, and so many others. */
    private static Figures took(double seconds, int count, double others, int otherCount) {
        Figures all = Figures.NONE;
        for (int i = 0; i < count + otherCount; i++) {
            all = all.plus(one(false, i < count ? seconds : others));
        }
        return all;
    }

    private static Figures one(boolean error, double seconds) {
        TreeMap<Double, Long> within = new TreeMap<>();
        for (double bound : BOUNDS) {
            within.put(bound, seconds <= bound ? 1L : 0L);
        }
        within.put(Double.POSITIVE_INFINITY, 1L);
        return new Figures(1, error ? 1 : 0, 1, within);
    }
}
