package dev.roadstead.controller.plan;

import dev.roadstead.model.Application.Placement;
import dev.roadstead.model.Application.Preference;
import dev.roadstead.model.Node.Effect;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

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

    /** Of siblings those of the release first: the containers that it replaces will not be there for long. */
    private static Comparator<Candidate> emptiestFirst(Scheduler.Request request) {
        String family = request.family();
        return Comparator.comparingInt((Candidate node) -> node.siblings(family).of(request.release()))
                .thenComparingInt(node -> node.siblings(family).total())
                .thenComparingDouble(Candidate::load)
                .thenComparingInt(node -> node.containers().size());
    }

    private static Comparator<Candidate> fullestFirst() {
        return Comparator.comparingDouble(Candidate::load)
                .thenComparingInt(node -> node.containers().size())
                .reversed();
    }

    private static Comparator<Candidate> sharing(String label, Scheduler.Request request, List<Candidate> nodes) {
        String family = request.family();
        Map<String, Crowd> crowds = new HashMap<>();
        for (Candidate node : nodes) {
            Siblings here = node.siblings(family);
            if (here.total() > 0) {
                crowds.merge(value(node, label), new Crowd(here.of(request.release()), here.total()), Crowd::plus);
            }
        }
        Function<Candidate, Crowd> crowd = node -> crowds.getOrDefault(value(node, label), Crowd.NONE);
        return Comparator.comparingInt((Candidate node) -> crowd.apply(node).ofRelease())
                .thenComparingInt(node -> crowd.apply(node).ofAll());
    }

    /** Containers of the application that are on nodes with the same value of a label. */
    private record Crowd(int ofRelease, int ofAll) {
        static final Crowd NONE = new Crowd(0, 0);

        Crowd plus(Crowd more) {
            return new Crowd(ofRelease + more.ofRelease, ofAll + more.ofAll);
        }
    }

    /** Nodes without the label are together in one place, of which nothing is known. */
    private static String value(Candidate node, String label) {
        return Objects.requireNonNullElse(NodeFilter.label(node.node(), label), "");
    }
}
