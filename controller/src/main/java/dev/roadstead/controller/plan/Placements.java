package dev.roadstead.controller.plan;

import dev.roadstead.model.Application.Placement;
import dev.roadstead.model.Node;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which nodes a placement names, whether they could take a container just now or not. */
public final class Placements {
    private Placements() {}

    /**
     * Whether the node's name and labels are the wanted ones, those included that only its engine knows.
     *
     * @param placement null: any node is
     */
    public static boolean names(@Nullable Placement placement, Node node) {
        return placement == null
                || ((placement.nodeName() == null
                                || placement.nodeName().equals(node.metadata().name()))
                        && hasLabels(node, placement.nodeSelector()));
    }

    static boolean hasLabels(Node node, Map<String, String> selector) {
        return selector.entrySet().stream()
                .allMatch(wanted -> wanted.getValue().equals(NodeFilter.label(node, wanted.getKey())));
    }
}
