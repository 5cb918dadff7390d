package dev.roadstead.controller.probe;

import dev.roadstead.controller.probe.ProbeResult.Status;
import java.time.Duration;
import java.util.Optional;

/**
 * Where probing stands between two attempts. Immutable, pure.
 *
 * <p>A container that starts is probed more often than its interval says, so that it is ready as soon as it can be; but its
 * failures count at most once an interval, so that it has the time that retries times interval promises.
 *
 * @param failures that counted, in a row
 * @param countFrom time since the start from which on the next failure counts
 */
record ProbeState(ProbeResult result, int failures, Duration countFrom) {
    private static final Duration STARTING_INTERVAL = Duration.ofMillis(500);

    static ProbeState initial(ProbeSpec spec) {
        return new ProbeState(new ProbeResult(Status.STARTING, ""), 0, spec.startPeriod());
    }

    /**
     * After an attempt.
     *
     * @param failure what went wrong; empty when nothing did
     * @param sinceStart when the attempt was over
     */
    ProbeState next(ProbeSpec spec, Optional<String> failure, Duration sinceStart) {
        if (failure.isEmpty()) {
            return new ProbeState(new ProbeResult(Status.HEALTHY, ""), 0, Duration.ZERO);
        }
        boolean counts = sinceStart.compareTo(countFrom) >= 0;
        int counted = counts ? failures + 1 : failures;
        Status status = counted >= spec.retries() ? Status.UNHEALTHY : result.status();
        Duration next = counts && status == Status.STARTING ? sinceStart.plus(spec.interval()) : countFrom;
        return new ProbeState(new ProbeResult(status, failure.get()), Math.min(counted, spec.retries()), next);
    }

    /** Time until the next attempt. */
    Duration delay(ProbeSpec spec) {
        boolean starting = result.status() == Status.STARTING;
        return starting && STARTING_INTERVAL.compareTo(spec.interval()) < 0 ? STARTING_INTERVAL : spec.interval();
    }
}
