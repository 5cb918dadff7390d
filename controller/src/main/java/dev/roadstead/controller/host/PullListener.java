package dev.roadstead.controller.host;

import dev.roadstead.controller.plan.PullProgress;

/** Is told how a pull gets on: for every step of every layer, so it must be quick. */
@FunctionalInterface
public interface PullListener {
    PullListener NONE = _ -> {};

    void progressed(PullProgress progress);
}
