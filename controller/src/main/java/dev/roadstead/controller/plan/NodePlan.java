package dev.roadstead.controller.plan;

import dev.roadstead.model.Node;
import java.time.Duration;
import java.util.List;

/**
 * What is known of a Node, and whether its engine may be worked with.
 *
 * @param way whether calls to the engine make sense
 * @param lookAgain when the engine is asked again
 */
public record NodePlan(Way way, Node.Status status, List<Note> notes, Duration lookAgain) {
    /** The way to an engine. */
    public sealed interface Way {}

    public record Open() implements Way {}

    /** It did not answer just now; nothing is concluded from that yet. */
    public record Unclear() implements Way {}

    /** The engine must not be used; {@code why} goes into the status of the containers behind it. */
    public record Closed(String why) implements Way {}
}
