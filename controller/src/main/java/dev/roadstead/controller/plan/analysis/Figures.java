package dev.roadstead.controller.plan.analysis;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Requests that edges have counted.
 *
 * @param requests all that were answered
 * @param errors those of them that were answered with 5xx
 * @param timed those whose time was taken: not connections that stay open
 * @param within how many of the timed took no longer than so many seconds
 */
public record Figures(long requests, long errors, long timed, SortedMap<Double, Long> within) {
    public static final Figures NONE = new Figures(0, 0, 0, new TreeMap<>());

    public Figures {
        within = Collections.unmodifiableSortedMap(new TreeMap<>(within));
    }

    /** Timed ones, and those of them that took longer than this bound, which is where edges tell times apart. */
    record Slow(double bound, long requests) {}

    /** Of bounds that only one of them knows nothing is known of both. */
    public Figures plus(Figures other) {
        return new Figures(
                requests + other.requests, errors + other.errors, timed + other.timed, sum(within, timed, other));
    }

    private static SortedMap<Double, Long> sum(SortedMap<Double, Long> within, long timed, Figures other) {
        if (timed == 0 || other.timed == 0) {
            return timed == 0 ? other.within : within;
        }
        SortedMap<Double, Long> sum = new TreeMap<>(within);
        sum.keySet().retainAll(other.within.keySet());
        sum.replaceAll((bound, count) -> count + other.within.getOrDefault(bound, 0L));
        return sum;
    }

    /** What came after an earlier look at the same counters; all of it when they were begun anew in between. */
    public Figures since(Figures before) {
        if (isBegunAnew(before)) {
            return this;
        }
        SortedMap<Double, Long> more = new TreeMap<>(within);
        more.replaceAll((bound, count) -> count - before.within.getOrDefault(bound, 0L));
        return new Figures(requests - before.requests, errors - before.errors, timed - before.timed, more);
    }

    /** Counters never fall, and bounds are those of the process. */
    private boolean isBegunAnew(Figures before) {
        boolean others = before.timed > 0 && !within.keySet().equals(before.within.keySet());
        return others
                || requests < before.requests
                || errors < before.errors
                || timed < before.timed
                || before.within.entrySet().stream()
                        .anyMatch(bound -> within.getOrDefault(bound.getKey(), 0L) < bound.getValue());
    }

    /** Those that took longer for sure: longer than the first bound that is not below the limit. */
    Slow slowerThan(Duration limit) {
        return within.tailMap(limit.toNanos() / 1e9).entrySet().stream()
                .findFirst()
                .map(bound -> new Slow(bound.getKey(), Math.max(0, timed - bound.getValue())))
                .orElse(new Slow(Double.POSITIVE_INFINITY, 0));
    }
}
