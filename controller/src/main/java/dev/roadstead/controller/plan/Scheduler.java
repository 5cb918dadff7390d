package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.NodeOrder.Standing;
import dev.roadstead.model.Application;
import dev.roadstead.model.Application.Mode;
import dev.roadstead.model.Application.Placement;
import dev.roadstead.model.ContainerTemplate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Chooses the node for a container, and says why when there is none. The same nodes always give the same answer. */
public final class Scheduler {
    private Scheduler() {}

    /** Where a container goes. */
    public sealed interface Decision {}

    public record Placed(String node) implements Decision {}

    /** No node fits; {@code why} counts the nodes by what speaks against them, in the same words for the same nodes. */
    public record Refused(String why) implements Decision {}

    /**
     * What is to be placed.
     *
     * @param namespace and {@code application}: whose containers are kept apart from each other
     * @param release its containers are spread first, then those of all releases together
     * @param placement null: any node
     * @param onePerNode whether a node that has one of the release is no choice
     */
    public record Request(
            String namespace,
            String application,
            int release,
            ContainerTemplate template,
            @Nullable Placement placement,
            boolean onePerNode) {
        /** One more container of a release. */
        public static Request of(Application application, int release, ContainerTemplate template) {
            return new Request(
                    String.valueOf(application.metadata().namespace()),
                    application.metadata().name(),
                    release,
                    template,
                    application.spec().placement(),
                    application.spec().mode() == Mode.Global);
        }

        String family() {
            return Siblings.family(namespace, application);
        }
    }

    /** Looks at every node once: a thousand of them take well under a millisecond. */
    public static Decision place(Request request, List<Candidate> nodes) {
        return place(request, nodes, List.of());
    }

    /** @param first what else speaks against a node, asked before all others */
    static Decision place(Request request, List<Candidate> nodes, List<NodeFilter> first) {
        List<NodeFilter> filters = new ArrayList<>(first);
        filters.addAll(NodeFilter.of(request));
        Comparator<Standing> order = NodeOrder.of(request);
        Standing best = null;
        for (Standing standing : NodeOrder.standings(request, nodes)) {
            // In this order, because most nodes are no better than the best one so far.
            boolean better = best == null || order.compare(standing, best) < 0;
            if (better && refusal(standing.node(), filters) == null) {
                best = standing;
            }
        }
        return best == null
                ? new Refused(explain(nodes, filters))
                : new Placed(best.node().name());
    }

    private static @Nullable NodeFilter refusal(Candidate node, List<NodeFilter> filters) {
        for (NodeFilter filter : filters) {
            if (!filter.passes().test(node)) {
                return filter;
            }
        }
        return null;
    }

    /** Each node counts once, for the first thing that speaks against it. */
    private static String explain(List<Candidate> nodes, List<NodeFilter> filters) {
        if (nodes.isEmpty()) {
            return "there is no node; register a Docker engine by creating a Node";
        }
        Map<NodeFilter, List<Candidate>> refused = new LinkedHashMap<>();
        filters.forEach(filter -> refused.put(filter, new ArrayList<>()));
        for (Candidate node : nodes) {
            Optional.ofNullable(refusal(node, filters)).map(refused::get).ifPresent(others -> others.add(node));
        }
        return refused.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry ->
                        entry.getValue().size() + " " + entry.getKey().wording().apply(entry.getValue()))
                .collect(Collectors.joining(", ", "0/" + nodes.size() + " nodes: ", ""));
    }
}
