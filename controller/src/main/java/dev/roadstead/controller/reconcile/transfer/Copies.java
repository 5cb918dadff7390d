package dev.roadstead.controller.reconcile.transfer;

import dev.roadstead.controller.plan.transfer.Work;
import dev.roadstead.controller.plan.transfer.Work.Step;
import dev.roadstead.controller.run.Places;
import dev.roadstead.controller.run.Progress;
import dev.roadstead.controller.run.RunState;
import dev.roadstead.controller.run.Runs;
import dev.roadstead.controller.transfer.Steps;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The copies of one loop that run in the background, as its plans see them. Thread-safe. */
public final class Copies implements AutoCloseable {
    private final Runs<Copied> runs;
    private final InstantSource clock;
    private final Map<String, Instant> failedAt = new ConcurrentHashMap<>();

    /** {@code runs}: nobody else's. */
    Copies(Runs<Copied> runs, InstantSource clock) {
        this.runs = runs;
        this.clock = clock;
    }

    /** On places that all long work shares. {@code wake} asks for a pass over a key. */
    public static Copies in(Places places, Consumer<String> wake, InstantSource clock) {
        return new Copies(new Runs<>(places, wake), clock);
    }

    /** A copy that tells how it gets on. */
    @FunctionalInterface
    interface Job {
        Copied run(Steps steps) throws Exception;
    }

    Work look(String key, String uid) {
        Optional<RunState<Copied>> state = runs.state(key, uid);
        if (state.isEmpty()) {
            int before = runs.before(key, uid).orElse(0);
            return before == 0 ? new Work.None() : new Work.InLine(before);
        }
        return switch (state.get()) {
            case RunState.Active<Copied>(String step, long bytes) ->
                new Work.Active(step.isEmpty() ? Step.FILL : Step.valueOf(step), bytes);
            case RunState.Succeeded<Copied>(Copied copied) ->
                switch (copied) {
                    case Copied.Ahead _ -> new Work.Ahead();
                    case Copied.Whole whole -> new Work.Done(whole.bytes());
                };
            case RunState.Failed<Copied>(Throwable why) ->
                Failures.of(why, failedAt.computeIfAbsent(key, _ -> clock.instant()));
        };
    }

    /** What the last one came to; empty unless it succeeded. */
    Optional<Copied> result(String key, String uid) {
        return runs.state(key, uid)
                .flatMap(state -> state instanceof RunState.Succeeded<Copied>(Copied copied)
                        ? Optional.of(copied)
                        : Optional.empty());
    }

    /** Begins when there is a place on the node; until then the call has to come again. */
    void start(String key, String uid, String node, Job job) {
        if (runs.enter(key, uid, node) == 0) {
            failedAt.remove(key);
            runs.start(key, uid, progress -> job.run(new Told(progress)));
        }
    }

    /** Ends it and forgets it. */
    public void drop(String key) {
        runs.drop(key);
        failedAt.remove(key);
    }

    @Override
    public void close() {
        runs.close();
    }

    private record Told(Progress progress) implements Steps {
        @Override
        public dev.roadstead.backup.Progress verifying() {
            return bytes -> progress.at(Step.VERIFY.name(), bytes);
        }

        @Override
        public dev.roadstead.backup.Progress filling() {
            return bytes -> progress.at(Step.FILL.name(), bytes);
        }

        @Override
        public dev.roadstead.backup.Progress comparing() {
            return bytes -> progress.at(Step.COMPARE.name(), bytes);
        }
    }
}
