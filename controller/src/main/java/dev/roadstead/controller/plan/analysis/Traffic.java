package dev.roadstead.controller.plan.analysis;

/** What is known of the requests to a canary's new release. */
public sealed interface Traffic {
    /** For who is no canary, or has nothing to be judged by. */
    Traffic NOT_ASKED = new NotAsked();

    /** Nobody wants to know. */
    record NotAsked() implements Traffic {}

    /** Nothing can be counted, and why, in words that stay the same. */
    record Unseen(String why) implements Traffic {}

    /**
     * It is counted.
     *
     * @param by edges that count
     * @param of edges that there are
     */
    record Counted(Figures figures, int by, int of) implements Traffic {}
}
