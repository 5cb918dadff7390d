package dev.roadstead.controller.plan;

import dev.roadstead.model.Container;
import dev.roadstead.model.Node;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the decision about one Node is made from.
 *
 * @param nodes all Nodes, this one among them
 * @param contact how the engine took the last question
 * @param lastContact when it last answered, or else since when it is tried
 * @param containers Container objects that are bound to it, leaving ones included
 * @param staying keys of those of them that stay when it is drained
 * @param disk null while not known
 * @param spaceRanOut when an effect last failed for want of disk space; null if none did
 */
public record NodeSnapshot(
        Node node,
        List<Node> nodes,
        Contact contact,
        Instant lastContact,
        List<Container> containers,
        Set<String> staying,
        @Nullable DiskUse disk,
        @Nullable Instant spaceRanOut,
        Instant now) {

    /** How an engine took a question. */
    public sealed interface Contact {}

    public record Answered(EngineInfo info) implements Contact {}

    /** Nothing is known: it may answer the next time. */
    public record Silent(String why) implements Contact {}

    /** It does not let us in, and will not until somebody changes something. */
    public record Barred(String why) implements Contact {}
}
