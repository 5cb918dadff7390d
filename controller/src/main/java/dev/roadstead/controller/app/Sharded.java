package dev.roadstead.controller.app;

import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Leaves the work of a loop to the one server that owns its shard. Whoever comes to own it asks for all keys again.
 *
 * @param shard of a key; may depend on what there is
 */
record Sharded(Reconciler reconciler, Ownership ownership, UnaryOperator<String> shard) implements Reconciler {
    private static final Duration WHILE_UNCLEAR = Duration.ofSeconds(1);

    @Override
    public Outcome reconcile(String key) throws InterruptedException {
        return switch (ownership.claim(shard.apply(key))) {
            case OURS -> reconciler.reconcile(key);
            case UNCLEAR -> new Outcome.After(WHILE_UNCLEAR);
            case THEIRS -> Outcome.DONE;
        };
    }
}
