package dev.roadstead.controller.plan;

import dev.roadstead.model.Container;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The containers of an Application that have to leave their nodes.
 *
 * @param leavers keys of those that are to be replaced elsewhere
 * @param abandoned keys of those on lost nodes: they may run there, but nobody can know
 */
record Moves(Set<String> leavers, Set<String> abandoned) {

    static Moves of(ApplicationSnapshot seen) {
        Set<String> draining = seen.candidates().stream()
                .filter(candidate -> candidate.node().spec().drain())
                .map(Candidate::name)
                .collect(Collectors.toUnmodifiableSet());
        Set<String> leavers = seen.containers().stream()
                .filter(container -> draining.contains(container.spec().nodeName()))
                .map(Container::key)
                .collect(Collectors.toUnmodifiableSet());
        return new Moves(leavers, Set.of());
    }

    boolean mustLeave(Container container) {
        return leavers.contains(container.key());
    }

    boolean lost(Container container) {
        return abandoned.contains(container.key());
    }
}
