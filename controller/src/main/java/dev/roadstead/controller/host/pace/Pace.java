package dev.roadstead.controller.host.pace;

import java.util.EnumMap;
import java.util.Map;

/**
 * How many calls an engine gets at once, decided from how long calls took. Immutable and pure.
 *
 * <p>The rule is the gradient of Netflix's concurrency limits: the width is scaled by how much longer a call takes than
 * it takes alone, and a little is added to find out whether more is better. What a call takes alone is measured now and
 * then with a width of one; a minimum of past calls would creep up to what they take in company.
 *
 * @param width places, from 2 to {@link #MOST}; a fraction counts when it has grown to a whole
 * @param alone nanoseconds that each kind of call takes alone, as far as known
 * @param probes calls that are still to be measured alone
 * @param sinceProbe calls that ended since the last measuring
 * @see <a href="https://github.com/Netflix/concurrency-limits">concurrency-limits</a>
 */
record Pace(double width, Map<Work, Double> alone, int probes, int sinceProbe) {
    static final int MOST = 32;

    /** With a single place nothing could show that two are better. */
    private static final double LEAST = 2;

    /** Right for two processors or so, and soon corrected. */
    private static final double USUAL = 4;

    /**
     * A call may take this much longer than alone before the width goes down: an engine waits, too, while it works. On two
     * processors this ends at about 7, where plain calls are fastest too (bench/RESULTS.md).
     */
    private static final double TOLERANCE = 3;

    private static final double SMOOTHING = 0.1;
    private static final double CURIOSITY = 0.5;
    private static final double LEAST_GRADIENT = 0.3;
    private static final int FIRST_PROBES = 3;
    private static final int LATER_PROBES = 1;
    private static final int PROBE_EVERY = 200;

    /** Kinds of work that take unlike times. */
    enum Work {
        CREATE,
        START,
        REMOVE
    }

    /** Knows nothing yet, and measures first. */
    static Pace unknown() {
        return new Pace(USUAL, Map.of(), FIRST_PROBES, 0);
    }

    /** Calls that may be under way at once now. */
    int limit() {
        return probes > 0 ? 1 : (int) width;
    }

    /**
     * What is known after a call ended well.
     *
     * @param wasAlone whether no other call was under way while it was
     * @param crowded whether all places were taken when it ended: else it says nothing about more of them
     */
    Pace after(Work work, long nanos, boolean wasAlone, boolean crowded) {
        if (wasAlone) {
            return measured(work, nanos);
        }
        double target = target(work, nanos);
        double next = target > width && !crowded ? width : width + SMOOTHING * (target - width);
        boolean probe = sinceProbe + 1 >= PROBE_EVERY;
        return new Pace(
                Math.clamp(next, LEAST, MOST), alone, probe ? LATER_PROBES : probes, probe ? 0 : sinceProbe + 1);
    }

    /** A kind of work that was never seen alone teaches nothing. */
    private double target(Work work, long nanos) {
        Double best = alone.get(work);
        if (best == null) {
            return width;
        }
        double gradient = Math.clamp(TOLERANCE * best / Math.max(1, nanos), LEAST_GRADIENT, 1.0);
        return width * gradient + CURIOSITY * Math.sqrt(width);
    }

    private Pace measured(Work work, long nanos) {
        Map<Work, Double> known = new EnumMap<>(Work.class);
        known.putAll(alone);
        known.merge(work, (double) nanos, (before, now) -> (before + now) / 2);
        return new Pace(width, known, Math.max(0, probes - 1), 0);
    }
}
