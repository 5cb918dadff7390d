package dev.roadstead.controller.plan;

import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Says how far a node that is drained has got. */
final class DrainProgress {
    static final String TYPE = "Drained";

    private static final int NAMED = 5;

    private DrainProgress() {}

    /** The conditions with {@code Drained} among them while the node is drained, and without it otherwise. */
    static List<Condition> judge(NodeSnapshot seen, List<Condition> before) {
        if (!seen.node().spec().drain()) {
            return before.stream().filter(c -> !c.type().equals(TYPE)).toList();
        }
        List<Container> staying = seen.containers().stream()
                .filter(c -> seen.staying().contains(c.key()))
                .toList();
        List<Container> left = seen.containers().stream()
                .filter(c -> !seen.staying().contains(c.key()))
                .toList();
        if (left.isEmpty()) {
            return set(
                    seen,
                    before,
                    Condition.Status.True,
                    "Drained",
                    staying.isEmpty()
                            ? "no container is left on this node"
                            : "no container is left on this node but those that stay when it is drained: "
                                    + names(staying));
        }
        List<Container> leaving =
                left.stream().filter(c -> !Evictions.keepsData(c)).toList();
        if (leaving.isEmpty()) {
            return set(
                    seen,
                    before,
                    Condition.Status.False,
                    "DataBound",
                    "what is left keeps its data on this host and does not move by itself: " + names(left)
                            + whatToDo(left));
        }
        return set(seen, before, Condition.Status.False, "Draining", "still here: " + names(leaving));
    }

    private static String whatToDo(List<Container> left) {
        String volumes = VolumeRules.told(left);
        return volumes.isEmpty()
                ? "; move the data and change its Application, or delete it"
                : "; move its volumes with roadstead volume move, or delete it: " + volumes;
    }

    private static String names(List<Container> containers) {
        String named = containers.stream()
                .map(Container::key)
                .sorted(Comparator.naturalOrder())
                .limit(NAMED)
                .collect(Collectors.joining(", "));
        int more = containers.size() - NAMED;
        return more > 0 ? named + " and " + more + " more" : named;
    }

    private static List<Condition> set(
            NodeSnapshot seen, List<Condition> before, Condition.Status status, String reason, String message) {
        return Conditions.set(
                before, TYPE, status, reason, message, seen.node().metadata().generation(), seen.now());
    }
}
