package dev.roadstead.apiserver.fairness;

import java.time.Duration;

/**
 * A rate with a burst, as the generic cell rate algorithm: all that must be remembered of the past is one moment, at
 * which as much may be asked for at once as the burst allows.
 *
 * @param perSecond seats a second in the long run, above 0
 * @param burst seats at once after a rest, at least 1
 */
public record Rate(double perSecond, int burst) {
    public static final Rate UNLIMITED = new Rate(Double.POSITIVE_INFINITY, Integer.MAX_VALUE);

    public Rate {
        if (!(perSecond > 0) || burst < 1) {
            throw new IllegalArgumentException(
                    "a rate must be above 0 a second with a burst of at least 1, not " + perSecond + " and " + burst);
        }
    }

    /**
     * The moment to remember after taking some seats.
     *
     * @param moment the one remembered, in nanoseconds of the clock of {@code now}
     */
    public long after(long moment, long now, int seats) {
        return Math.max(moment, now) + nanos(seats);
    }

    /** How long to wait before as many seats can be taken; zero when they can be taken now. */
    public Duration delay(long moment, long now, int seats) {
        // Never more than the burst, or a request above it would wait for ever.
        long ahead = after(moment, now, Math.min(seats, burst)) - now;
        return Duration.ofNanos(Math.max(0, ahead - nanos(burst)));
    }

    /** How long nothing may be taken before the whole burst can be taken again. */
    Duration rest() {
        return Duration.ofNanos(nanos(burst));
    }

    private long nanos(int seats) {
        return (long) (seats * (1e9 / perSecond));
    }
}
