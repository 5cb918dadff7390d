package dev.roadstead.controller.lookup;

import dev.roadstead.controller.plan.analysis.Traffic;
import java.time.Instant;
import java.util.Set;

/** Asks edges that Roadstead runs how a canary's new release answers, and never waits for it. Thread-safe. */
public interface TrafficLookup {
    /**
     * A step of a canary.
     *
     * @param application namespace/name
     * @param startedAt of its rollout, which tells two tries of a release apart
     * @param services of the new release, by the names that edges were given
     * @param enough requests for a verdict
     */
    record Canary(
            String application,
            String uid,
            int release,
            Instant startedAt,
            int step,
            Set<String> services,
            int enough) {}

    /**
     * What has been counted since this was asked for the first time.
     *
     * @param edges nodes whose edges are asked; at least one
     * @param onAnswer runs when there is an answer to what this call began to ask
     */
    Traffic find(Canary canary, Set<String> edges, Runnable onAnswer);

    /** Lets go what was kept for the canary of an Application, if there was one. */
    void forget(String application);
}
