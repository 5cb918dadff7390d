package dev.roadstead.controller.plan.transfer;

import java.time.Duration;
import java.time.Instant;

/** How the copying stands, of which a pass only sees this; none of it outlives the server's process. */
public sealed interface Work {
    /** Not begun by this process. */
    record None() implements Work {}

    /** In line behind so many others. */
    record InLine(int before) implements Work {}

    /** Under way. */
    record Active(Step step, long bytes) implements Work {}

    /** What was there was copied while it may have changed; nothing was compared. */
    record Ahead() implements Work {}

    /**
     * All arrived, and was compared.
     *
     * @param bytes of the files
     */
    record Done(long bytes) implements Work {}

    /**
     * It failed.
     *
     * @param reason one CamelCase word for programs
     * @param message a sentence that says why, and what to do
     * @param passing whether it may go away by itself
     */
    record Failed(String reason, String message, boolean passing, Instant at) implements Work {
        /** Whether it has been given time to go away. */
        public boolean isOver(Instant now) {
            return !now.isBefore(at.plus(TRY_AGAIN));
        }
    }

    /** What is done. */
    enum Step {
        /** All of a backup is read, and compared with its manifest. */
        VERIFY,
        /** The Docker volume is filled. */
        FILL,
        /** What is in it is read back. */
        COMPARE
    }

    /** How long what may go away by itself is given before it is tried again. */
    Duration TRY_AGAIN = Duration.ofSeconds(30);
}
