package dev.roadstead.controller.loop;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** What the workers of a loop count together. */
final class LoopCounters {
    final LongAdder passes = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder conflicts = new LongAdder();
    final LongAdder timeouts = new LongAdder();
    final LongAdder busyNanos = new LongAdder();

    LoopStats snapshot(int depth) {
        return new LoopStats(
                passes.sum(),
                failures.sum(),
                conflicts.sum(),
                timeouts.sum(),
                Duration.ofNanos(busyNanos.sum()),
                depth);
    }
}
