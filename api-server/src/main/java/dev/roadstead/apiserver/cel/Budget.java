package dev.roadstead.apiserver.cel;

import java.time.Duration;

/**
 * How much work the expressions that judge one object may do. A step is about a node of an expression or an element of a
 * value, some ten nanoseconds. For one evaluation at a time; not thread-safe.
 */
public final class Budget {
    /** For all expressions together. Ten times as much as anything honest was seen to take. */
    private static final long STEPS = 2_000_000;

    private static final long STEPS_OF_ONE = 500_000;
    private static final int CHARACTERS_PER_STEP = 256;
    private static final int CLOCK_EVERY = 1024;

    /** A few steps may take long, where an expression has a function work on what it made itself. */
    private static final Duration TIME = Duration.ofSeconds(2);

    static final String SPENT = "the expression takes more work than is allowed";

    private final long deadline = System.nanoTime() + TIME.toNanos();
    private long left = STEPS;
    private long leftOfOne = STEPS_OF_ONE;
    private long untilClock = CLOCK_EVERY;
    private boolean spent;

    /** Thrown through the CEL library, which may wrap it. */
    static final class SpentException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SpentException() {
            super(SPENT, null, false, false);
        }
    }

    /** Whether an expression was broken off; nothing further can be evaluated then. */
    public boolean isSpent() {
        return spent;
    }

    void beginExpression() {
        leftOfOne = Math.min(left, STEPS_OF_ONE);
    }

    void step() {
        take(1);
    }

    void characters(int count) {
        take(1 + count / CHARACTERS_PER_STEP);
    }

    void take(long steps) {
        left -= steps;
        leftOfOne -= steps;
        untilClock -= steps;
        if (untilClock < 0) {
            untilClock = CLOCK_EVERY;
            spent |= System.nanoTime() - deadline > 0;
        }
        if (spent || leftOfOne < 0) {
            spent = true;
            throw new SpentException();
        }
    }
}
