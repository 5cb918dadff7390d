package dev.roadstead.controller.host.docker;

import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.HostAction.EnsureNetwork;
import dev.roadstead.controller.plan.HostAction.PullImage;
import dev.roadstead.controller.plan.HostAction.RemoveNetwork;
import dev.roadstead.model.ContainerTemplate.PullPolicy;
import dev.roadstead.model.LruMap;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What an engine was found to have a moment ago. Containers that start together need the same network and image, and the
 * engine answers each question about them with time that their start needs. If one of them is gone after all, the create or
 * start fails that counts on it, and that ends the memory. Thread-safe.
 */
final class RecentEffects {
    private static final long MOMENT_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int REMEMBERED = 100;

    private final LongSupplier nanoClock;
    private final Map<HostAction, Long> since = new LruMap<>(REMEMBERED);

    /** {@code nanoClock} is {@link System#nanoTime}, or a test's own. */
    RecentEffects(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Carries the effect out unless it is known to be there. */
    void run(HostAction action, Runnable effect) {
        long begin = nanoClock.getAsLong();
        if (isKnown(action, begin)) {
            return;
        }
        try {
            effect.run();
        } catch (RuntimeException e) {
            forget();
            throw e;
        }
        switch (action) {
            case EnsureNetwork _ -> remember(action, begin);
            case PullImage pull when pull.policy() != PullPolicy.Always -> remember(action, begin);
            case RemoveNetwork _ -> forget();
            default -> {}
        }
    }

    private synchronized boolean isKnown(HostAction action, long now) {
        Long then = since.get(action);
        return then != null && now - then < MOMENT_NANOS;
    }

    private synchronized void remember(HostAction action, long then) {
        since.put(action, then);
    }

    private synchronized void forget() {
        since.clear();
    }
}
