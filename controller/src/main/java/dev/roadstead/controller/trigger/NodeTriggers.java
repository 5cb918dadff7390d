package dev.roadstead.controller.trigger;

import dev.roadstead.model.Node;
import dev.roadstead.model.Node.Connection;
import dev.roadstead.model.Node.SecretRef;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Resource;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which Nodes a change concerns. */
public final class NodeTriggers {
    private NodeTriggers() {}

    /** Those that are reached with this Secret. */
    public static Set<String> secret(Collection<Node> nodes, @Nullable Resource before, @Nullable Resource after) {
        ObjectMeta secret = Changes.either(before, after).metadata();
        return nodes.stream()
                .filter(node -> references(node.spec().connection(), secret))
                .map(node -> node.metadata().name())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean references(Connection connection, ObjectMeta secret) {
        return (connection.ssh() != null && is(connection.ssh().secretRef(), secret))
                || (connection.tcp() != null
                        && connection.tcp().tls() != null
                        && is(connection.tcp().tls().secretRef(), secret));
    }

    private static boolean is(SecretRef ref, ObjectMeta secret) {
        return ref.name().equals(secret.name()) && ref.namespace().equals(secret.namespace());
    }

    public static Set<String> node(@Nullable Node before, @Nullable Node after) {
        return Changes.beyondStatus(before, after)
                ? Set.of(Changes.either(before, after).key())
                : Set.of();
    }
}
