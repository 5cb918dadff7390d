package dev.roadstead.controller.host.docker;

import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.HostAction.EnsureNetwork;
import dev.roadstead.controller.plan.HostAction.RemoveNetwork;
import dev.roadstead.model.LruMap;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which networks an engine was found to have a moment ago. Containers that start together need the same one, and the engine
 * answers each question about it with time that their start needs. If it is gone after all, the start that counts on it
 * fails, and that ends the memory. Images are asked for each time: they go more easily, by a prune. Thread-safe.
 */
final class RecentEffects {
    private static final long MOMENT_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int REMEMBERED = 100;

    private final LongSupplier nanoClock;
    private final Map<EnsureNetwork, Long> since = new LruMap<>(REMEMBERED);

    /** {@code nanoClock} is {@link System#nanoTime}, or a test's own. */
    RecentEffects(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Carries the effect out unless it is known to be there. */
    void run(HostAction action, Runnable effect) {
        long begin = nanoClock.getAsLong();
        if (action instanceof EnsureNetwork wanted && isKnown(wanted, begin)) {
            return;
        }
        try {
            effect.run();
        } catch (RuntimeException e) {
            forget();
            throw e;
        }
        switch (action) {
            case EnsureNetwork wanted -> remember(wanted, begin);
            case RemoveNetwork _ -> forget();
            default -> {}
        }
    }

    private synchronized boolean isKnown(EnsureNetwork wanted, long now) {
        Long then = since.get(wanted);
        return then != null && now - then < MOMENT_NANOS;
    }

    private synchronized void remember(EnsureNetwork wanted, long then) {
        since.put(wanted, then);
    }

    private synchronized void forget() {
        since.clear();
    }
}
