package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.Evictions.Cause;
import dev.roadstead.controller.plan.Evictions.Eviction;
import dev.roadstead.model.Container;
import dev.roadstead.model.Node;
import dev.roadstead.model.Node.Failure.Evict;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The containers of an Application that have to leave their nodes.
 *
 * @param reasons why, by key
 * @param abandoned keys of those on lost nodes, deleted ones included: they may run there, but nobody can know
 */
record Moves(Map<String, String> reasons, Set<String> abandoned) {

    static Moves of(ApplicationSnapshot seen) {
        Map<String, Eviction> evictions = Evictions.of(seen).stream()
                .collect(Collectors.toMap(eviction -> eviction.container().key(), eviction -> eviction));
        Stream<Container> lost = evictions.values().stream()
                .filter(eviction -> eviction.cause() == Cause.NODE_LOST)
                .map(Eviction::container);
        Map<String, Node> nodes = seen.candidates().stream()
                .map(Candidate::node)
                .collect(Collectors.toMap(node -> node.metadata().name(), node -> node));
        Stream<Container> leaving = seen.containers().stream()
                .filter(container -> container.metadata().deleting() && !Evictions.keepsData(container))
                .filter(container -> isLost(nodes.get(container.spec().nodeName())));
        return new Moves(
                evictions.entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, entry -> entry.getValue().why())),
                Stream.concat(lost, leaving).map(Container::key).collect(Collectors.toUnmodifiableSet()));
    }

    private static boolean isLost(@Nullable Node node) {
        return node != null && Evictions.isLost(node) && node.spec().failure().evict() == Evict.Stateless;
    }

    boolean mustLeave(Container container) {
        return reasons.containsKey(container.key());
    }

    boolean lost(Container container) {
        return abandoned.contains(container.key());
    }
}
