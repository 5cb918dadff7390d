package dev.roadstead.controller.plan;

import dev.roadstead.model.Application.Placement;
import dev.roadstead.model.Application.Preference;
import dev.roadstead.model.Node.Effect;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which of two fitting nodes is the better one. Any two nodes differ in it, if only by name. */
final class NodeOrder {
    private static final List<Effect> AVOIDED = List.of(Effect.PreferNoSchedule);

    private NodeOrder() {}

    /**
     * The best first: fewer taints to be avoided; fewer containers of the release, then of the application, that share a
     * label to be spread over; then the emptier or the fuller node, as preferred.
     *
     * @param nodes all of them, fitting or not: what runs on others of a zone counts for the zone
     */
    static Comparator<Candidate> of(Scheduler.Request request, List<Candidate> nodes) {
        Placement placement = request.placement();
        Comparator<Candidate> order = Comparator.comparingInt(
                node -> Taints.untolerated(node.node(), placement, AVOIDED).size());
        for (String label : placement == null ? List.<String>of() : placement.spreadBy()) {
            order = order.thenComparing(sharing(label, request, nodes));
        }
        boolean pack = placement != null && placement.prefer() == Preference.Pack;
        return order.thenComparing(pack ? fullestFirst() : emptiestFirst(request))
                .thenComparing(Candidate::name);
    }

    private static Comparator<Candidate> emptiestFirst(Scheduler.Request request) {
        return siblings(request)
                .thenComparingDouble(Candidate::load)
                .thenComparingInt(node -> node.containers().size());
    }

    private static Comparator<Candidate> fullestFirst() {
        return Comparator.comparingDouble(Candidate::load)
                .thenComparingInt(node -> node.containers().size())
                .reversed();
    }

    /** The release first: the containers that it replaces will not be there for long. */
    private static Comparator<Candidate> siblings(Scheduler.Request request) {
        return Comparator.comparingInt((Candidate node) -> ofRelease(request, node))
                .thenComparingInt(node -> ofApplication(request, node));
    }

    private static Comparator<Candidate> sharing(String label, Scheduler.Request request, List<Candidate> nodes) {
        Map<String, Integer> ofRelease = new HashMap<>();
        Map<String, Integer> ofAll = new HashMap<>();
        for (Candidate node : nodes) {
            String value = value(node, label);
            ofRelease.merge(value, ofRelease(request, node), Integer::sum);
            ofAll.merge(value, ofApplication(request, node), Integer::sum);
        }
        return Comparator.comparingInt((Candidate node) -> ofRelease.getOrDefault(value(node, label), 0))
                .thenComparingInt(node -> ofAll.getOrDefault(value(node, label), 0));
    }

    /** Nodes without the label are together in one place, of which nothing is known. */
    private static String value(Candidate node, String label) {
        return Objects.requireNonNullElse(NodeFilter.label(node.node(), label), "");
    }

    private static int ofRelease(Scheduler.Request request, Candidate node) {
        return node.siblings(request.namespace(), request.application(), request.release());
    }

    private static int ofApplication(Scheduler.Request request, Candidate node) {
        return node.siblings(request.namespace(), request.application());
    }
}
