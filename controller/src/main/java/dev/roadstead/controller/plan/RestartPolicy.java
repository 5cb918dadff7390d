package dev.roadstead.controller.plan;

import java.time.Duration;
import java.time.Instant;

/** When a container that ended is started again, and when one that runs is believed to stay. */
final class RestartPolicy {
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FORGIVEN = Duration.ofMinutes(10);
    private static final Duration SETTLED = Duration.ofSeconds(1);
    private static final Duration LONGEST_SETTLING = Duration.ofSeconds(10);

    private RestartPolicy() {}

    /** At once the first time, then after 10 s, doubling up to 5 minutes. */
    static Duration delay(int restarts) {
        return restarts == 0 ? Duration.ZERO : doubled(FIRST, restarts - 1, LONGEST);
    }

    /** Restarts that count after a run: none when it lasted for 10 minutes. */
    static int restartsBefore(int restarts, Instant startedAt, Instant finishedAt) {
        return Duration.between(startedAt, finishedAt).compareTo(FORGIVEN) >= 0 ? 0 : restarts;
    }

    /**
     * How long a container without a health check must have run to be ready. Without this, one that ends at once would
     * be ready for a moment, and a rollout would take that for success.
     */
    static Duration settling(int restarts) {
        return doubled(SETTLED, restarts, LONGEST_SETTLING);
    }

    private static Duration doubled(Duration first, int times, Duration longest) {
        Duration result = first;
        for (int i = 0; i < times && result.compareTo(longest) < 0; i++) {
            result = result.multipliedBy(2);
        }
        return result.compareTo(longest) < 0 ? result : longest;
    }
}
