package dev.roadstead.controller.plan;

import dev.roadstead.model.Application.Placement;
import dev.roadstead.model.Application.Preference;
import dev.roadstead.model.Node.Effect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which of two fitting nodes is the better one. Any two nodes differ in it, if only by name. */
final class NodeOrder {
    private static final List<Effect> AVOIDED = List.of(Effect.PreferNoSchedule);

    private NodeOrder() {}

    /**
     * A node, and what is compared of it, looked up once for a placement.
     *
     * @param avoided its taints that are to be avoided
     * @param crowds one for each label to be spread over
     * @param ofRelease containers of the release on it
     * @param ofAll containers of the application on it
     */
    record Standing(Candidate node, int avoided, List<Crowd> crowds, int ofRelease, int ofAll) {}

    /** Containers of the application on all nodes with the same value of a label. */
    static final class Crowd {
        private int ofRelease;
        private int ofAll;

        private void add(int release, int all) {
            ofRelease += release;
            ofAll += all;
        }
    }

    /** Of all nodes, fitting or not: what runs on others of a zone counts for the zone. */
    static List<Standing> standings(Scheduler.Request request, List<Candidate> nodes) {
        String family = request.family();
        List<String> labels = spreadBy(request.placement());
        Map<String, Map<String, Crowd>> crowds = new HashMap<>();
        List<Standing> standings = new ArrayList<>(nodes.size());
        for (Candidate node : nodes) {
            Siblings siblings = node.siblings(family);
            int ofRelease = siblings.of(request.release());
            int avoided = Taints.untolerated(node.node(), request.placement(), AVOIDED)
                    .size();
            List<Crowd> around = labels.isEmpty() ? List.of() : around(node, labels, crowds);
            around.forEach(crowd -> crowd.add(ofRelease, siblings.total()));
            standings.add(new Standing(node, avoided, around, ofRelease, siblings.total()));
        }
        return standings;
    }

    /**
     * The best first: fewer taints to be avoided; fewer containers of the release, then of the application, that share a
     * label to be spread over; then the emptier or the fuller node, as preferred.
     */
    static Comparator<Standing> of(Scheduler.Request request) {
        Placement placement = request.placement();
        Comparator<Standing> order = Comparator.comparingInt(Standing::avoided);
        for (int i = 0; i < spreadBy(placement).size(); i++) {
            int label = i;
            order = order.thenComparingInt(node -> node.crowds().get(label).ofRelease)
                    .thenComparingInt(node -> node.crowds().get(label).ofAll);
        }
        boolean pack = placement != null && placement.prefer() == Preference.Pack;
        return order.thenComparing(
                        pack ? emptiestFirst().reversed() : fewestSiblings().thenComparing(emptiestFirst()))
                .thenComparing(standing -> standing.node().name());
    }

    private static Comparator<Standing> emptiestFirst() {
        return Comparator.comparingDouble((Standing standing) -> standing.node().load())
                .thenComparingInt(standing -> standing.node().containers().size());
    }

    /** Of the release first: the containers that it replaces will not be there for long. */
    private static Comparator<Standing> fewestSiblings() {
        return Comparator.comparingInt(Standing::ofRelease).thenComparingInt(Standing::ofAll);
    }

    private static List<String> spreadBy(@Nullable Placement placement) {
        return placement == null ? List.of() : placement.spreadBy();
    }

    /** Nodes without the label are together in one place, of which nothing is known. */
    private static List<Crowd> around(Candidate node, List<String> labels, Map<String, Map<String, Crowd>> crowds) {
        List<Crowd> around = new ArrayList<>(labels.size());
        for (String label : labels) {
            String value = Objects.requireNonNullElse(NodeFilter.label(node.node(), label), "");
            around.add(crowds.computeIfAbsent(label, l -> new HashMap<>()).computeIfAbsent(value, v -> new Crowd()));
        }
        return around;
    }
}
