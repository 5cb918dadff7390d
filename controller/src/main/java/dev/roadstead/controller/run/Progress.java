package dev.roadstead.controller.run;

/** Is told by a piece of work how it gets on: as often as it likes. */
@FunctionalInterface
public interface Progress {
    /**
     * Replaces what was said before.
     *
     * @param step what is done now, for people
     * @param bytes of it so far; 0 when there is nothing to count
     */
    void at(String step, long bytes);
}
