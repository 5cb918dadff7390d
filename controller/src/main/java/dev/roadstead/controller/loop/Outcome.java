package dev.roadstead.controller.loop;

import java.time.Duration;

/** How a pass over one key ended, and with it when the next one is. */
public sealed interface Outcome {
    Outcome DONE = new Done();

    /** Nothing to do until something changes. */
    record Done() implements Outcome {}

    /** All is well, look again after this time. */
    record After(Duration delay) implements Outcome {}

    /** Something that may go away by itself stood in the way: again, with backoff. */
    record Retry(String reason) implements Outcome {}

    /** Trying again cannot help until the object changes. */
    record Terminal(String reason) implements Outcome {}
}
