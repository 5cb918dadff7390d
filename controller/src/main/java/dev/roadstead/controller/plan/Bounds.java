package dev.roadstead.controller.plan;

import dev.roadstead.model.Strategy;
import dev.roadstead.model.Strategy.Rolling;

/**
 * What must hold while containers are replaced.
 *
 * @param maxTotal most containers at a time, leaving ones included
 * @param minServing none that serves is taken away while there would be fewer
 */
record Bounds(int maxTotal, int minServing) {

    /** Those by which the strategy replaces containers, and by which they are moved from node to node as well. */
    static Bounds of(RolloutSnapshot at) {
        return at.strategy().type() == Strategy.Type.Recreate ? oneForOne(at) : rolling(at);
    }

    private static Bounds rolling(RolloutSnapshot at) {
        Rolling limits = at.strategy().rolling();
        return new Bounds(at.wanted() + surge(limits), Math.max(0, at.wanted() - limits.maxUnavailable()));
    }

    /** Old before new: for what cannot run twice. But nothing moves before there is somewhere to go. */
    private static Bounds oneForOne(RolloutSnapshot at) {
        int here = Math.min(at.wanted(), at.replicas().updated().size());
        return new Bounds(at.wanted(), RecreateStrategy.nowhereToMove(at).isPresent() ? here : 0);
    }

    /** With both at zero nothing could ever move. */
    private static int surge(Rolling limits) {
        return limits.maxSurge() == 0 && limits.maxUnavailable() == 0 ? 1 : limits.maxSurge();
    }
}
