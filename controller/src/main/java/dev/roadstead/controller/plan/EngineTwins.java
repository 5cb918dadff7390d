package dev.roadstead.controller.plan;

import dev.roadstead.model.Node;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Several Nodes that lead to one engine. Only the oldest is worked with: else its room would be given away twice. */
final class EngineTwins {
    private static final Comparator<Node> BY_AGE = Comparator.comparing(EngineTwins::created)
            .thenComparing(node -> node.metadata().name());

    private EngineTwins() {}

    /** The older Node that has this engine already; the first of them, if there are several. */
    static Optional<Node> older(Node node, String engineId, Collection<Node> nodes) {
        return nodes.stream()
                .filter(other -> has(other, engineId) && BY_AGE.compare(other, node) < 0)
                .min(BY_AGE);
    }

    private static boolean has(Node node, String engineId) {
        Node.Status status = node.status();
        return status != null && status.engine() != null && status.engine().id().equals(engineId);
    }

    private static Instant created(Node node) {
        Instant created = node.metadata().creationTimestamp();
        return created == null ? Instant.MAX : created;
    }
}
