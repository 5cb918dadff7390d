package dev.roadstead.controller.plan.analysis;

import dev.roadstead.model.GoDuration;
import dev.roadstead.model.Strategy.Canary.Analysis;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** What the answers of a canary's new release say about it. */
public sealed interface Verdict {
    /** Nothing against it. */
    record Pass() implements Verdict {}

    /** Too few requests to say anything. */
    record TooFew() implements Verdict {}

    /** It must not go on, and why, in words for people. */
    record Abort(String reason) implements Verdict {}

    /** The verdict on a release, from what it has answered in this rollout. */
    static Verdict of(Analysis limits, Figures figures, int release) {
        if (figures.requests() < limits.minRequests()) {
            return new TooFew();
        }
        Integer maxErrorRate = limits.maxErrorRate();
        if (maxErrorRate != null && exceeds(figures.errors(), figures.requests(), maxErrorRate)) {
            return new Abort("%s %% of %d requests to release %d were answered with 5xx, more than the %d %% allowed"
                    .formatted(
                            percent(figures.errors(), figures.requests()), figures.requests(), release, maxErrorRate));
        }
        Duration maxLatency = limits.maxLatency();
        if (maxLatency == null || figures.timed() < limits.minRequests()) {
            return new Pass();
        }
        Figures.Slow slow = figures.slowerThan(maxLatency);
        int allowed = 100 - limits.percentile();
        return exceeds(slow.requests(), figures.timed(), allowed)
                ? new Abort(("%s %% of %d requests to release %d took longer than %s, more than the %d %% allowed"
                                + " beyond maxLatency %s")
                        .formatted(
                                percent(slow.requests(), figures.timed()),
                                figures.timed(),
                                release,
                                GoDuration.format(Duration.ofMillis(Math.round(slow.bound() * 1000))),
                                allowed,
                                GoDuration.format(maxLatency)))
                : new Pass();
    }

    private static boolean exceeds(long part, long whole, int percent) {
        return 100 * part > percent * whole;
    }

    /** To one decimal, upwards: what is more than a limit never reads like the limit. */
    private static String percent(long part, long whole) {
        BigDecimal percent = BigDecimal.valueOf(100 * part).divide(BigDecimal.valueOf(whole), 1, RoundingMode.CEILING);
        return (percent.signum() == 0 ? BigDecimal.ZERO : percent.stripTrailingZeros()).toPlainString();
    }
}
