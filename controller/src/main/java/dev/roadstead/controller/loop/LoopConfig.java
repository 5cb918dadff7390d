package dev.roadstead.controller.loop;

import java.time.Duration;

/**
 * How a loop works.
 *
 * @param workers passes at the same time in one lane, each over another key; at least 1
 * @param passDeadline time after which a pass is interrupted
 * @param firstBackoff wait after a key's first failure; doubles with each further one in a row
 * @param maxBackoff longest wait after a failure
 */
public record LoopConfig(int workers, Duration passDeadline, Duration firstBackoff, Duration maxBackoff) {
    /** 4 workers, 2 minutes for a pass, backoff from 5 ms to 1 minute. */
    public static final LoopConfig DEFAULT =
            new LoopConfig(4, Duration.ofMinutes(2), Duration.ofMillis(5), Duration.ofMinutes(1));

    public LoopConfig {
        if (workers < 1) {
            throw new IllegalArgumentException("workers is " + workers + ", expected at least 1");
        }
        if (!passDeadline.isPositive()) {
            throw new IllegalArgumentException("passDeadline is " + passDeadline + ", expected a positive time");
        }
    }

    public LoopConfig withWorkers(int count) {
        return new LoopConfig(count, passDeadline, firstBackoff, maxBackoff);
    }
}
