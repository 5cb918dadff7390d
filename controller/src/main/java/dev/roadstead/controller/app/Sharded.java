package dev.roadstead.controller.app;

import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.loop.ControllerLoop;
import dev.roadstead.controller.loop.LoopConfig;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Leaves the work of a loop to the one server that owns its shard. Whoever comes to own it asks for all keys again.
 *
 * @param shard of a key; may depend on what there is
 * @param abandoned is told each key that is another server's, to end what is under way for it here; must be quick
 */
record Sharded(Reconciler reconciler, Ownership ownership, UnaryOperator<String> shard, Consumer<String> abandoned)
        implements Reconciler {
    private static final Duration WHILE_UNCLEAR = Duration.ofSeconds(1);

    /** For passes that leave nothing under way behind them. */
    Sharded(Reconciler reconciler, Ownership ownership, UnaryOperator<String> shard) {
        this(reconciler, ownership, shard, _ -> {});
    }

    /** A loop of which the server has the work that owns {@link Shards#APPLICATIONS}. */
    static ControllerLoop loop(String name, Reconciler reconciler, Ownership ownership, int workers) {
        return new ControllerLoop(
                name,
                new Sharded(reconciler, ownership, _ -> Shards.APPLICATIONS),
                LoopConfig.DEFAULT.withWorkers(workers));
    }

    @Override
    public Outcome reconcile(String key) throws InterruptedException {
        return switch (ownership.claim(shard.apply(key))) {
            case OURS -> reconciler.reconcile(key);
            case UNCLEAR -> new Outcome.After(WHILE_UNCLEAR);
            case THEIRS -> {
                abandoned.accept(key);
                yield Outcome.DONE;
            }
        };
    }
}
