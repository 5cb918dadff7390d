package dev.roadstead.controller.plan;

import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A node that a container may be placed on, with the containers that are bound to it, leaving ones included. */
public record Candidate(Node node, List<Container> containers) {
    String name() {
        return node.metadata().name();
    }

    boolean ready() {
        List<Condition> conditions =
                node.status() == null ? List.of() : node.status().conditions();
        return Conditions.isTrue(conditions, "Ready");
    }

    Candidate with(Container placed) {
        List<Container> more = new ArrayList<>(containers);
        more.add(placed);
        return new Candidate(node, List.copyOf(more));
    }

    Candidate without(Predicate<Container> ignored) {
        return new Candidate(node, containers.stream().filter(ignored.negate()).toList());
    }
}
