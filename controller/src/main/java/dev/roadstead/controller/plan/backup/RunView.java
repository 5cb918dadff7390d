package dev.roadstead.controller.plan.backup;

import java.time.Instant;

/** How a backup's work in the background stands, in this process. */
public sealed interface RunView {
    /** It has no place to work in, and stands in no line: it has just been made, or the server was started anew. */
    record None() implements RunView {}

    /** So many are before it. */
    record InLine(int before) implements RunView {}

    /** It has a place and has done nothing in it yet. */
    record Admitted() implements RunView {}

    /** Something is under way: what, for people, and how many bytes so far. */
    record Active(String step, long bytes) implements RunView {}

    /** The last piece of work ended so, at this time. */
    record Ended(StepEnd end, Instant at) implements RunView {}
}
