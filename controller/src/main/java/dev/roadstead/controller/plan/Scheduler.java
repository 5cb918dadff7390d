package dev.roadstead.controller.plan;

import dev.roadstead.model.Application.Placement;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Chooses the node for a container, and says why when there is none. */
public final class Scheduler {
    private Scheduler() {}

    /** Where a container goes. */
    public sealed interface Decision {}

    public record Placed(String node) implements Decision {}

    /** No node fits; {@code why} counts the nodes by what speaks against them, in the same words for the same nodes. */
    public record Refused(String why) implements Decision {}

    /**
     * The fitting node with the fewest containers of the application, then the fewest at all, then the first by name.
     *
     * @param namespace and {@code application}: whose containers are kept apart from each other
     * @param placement null: any node
     */
    public static Decision place(
            String namespace,
            String application,
            ContainerTemplate template,
            @Nullable Placement placement,
            List<Candidate> candidates) {
        List<Candidate> fitting = new ArrayList<>();
        Map<String, Integer> refusals = new TreeMap<>();
        for (Candidate candidate : candidates) {
            Optional<String> refusal = refusal(candidate, template, placement);
            refusal.ifPresentOrElse(why -> refusals.merge(why, 1, Integer::sum), () -> fitting.add(candidate));
        }
        Comparator<Candidate> best = Comparator.comparingLong(
                        (Candidate candidate) -> siblings(candidate, namespace, application))
                .thenComparingInt(candidate -> candidate.containers().size())
                .thenComparing(Candidate::name);
        return fitting.stream()
                .min(best)
                .<Decision>map(node -> new Placed(node.name()))
                .orElseGet(() -> new Refused(explain(candidates.size(), refusals)));
    }

    private static Optional<String> refusal(
            Candidate candidate, ContainerTemplate template, @Nullable Placement placement) {
        if (placement != null) {
            if (placement.nodeName() != null && !placement.nodeName().equals(candidate.name())) {
                return Optional.of("not named " + placement.nodeName());
            }
            Map<String, String> labels = candidate.node().metadata().labels();
            if (!labels.entrySet().containsAll(placement.nodeSelector().entrySet())) {
                return Optional.of("labels do not match " + new TreeMap<>(placement.nodeSelector()));
            }
        }
        if (candidate.node().spec().unschedulable()
                || candidate.node().metadata().deleting()) {
            return Optional.of("unschedulable");
        }
        if (!candidate.ready()) {
            return Optional.of("not ready");
        }
        return HostPort.of(template).stream()
                .filter(port -> candidate.containers().stream()
                        .anyMatch(c -> port.takenBy(c.spec().template())))
                .findFirst()
                .map(port -> "host port " + port + " in use");
    }

    private static long siblings(Candidate candidate, String namespace, String application) {
        return candidate.containers().stream()
                .filter(c -> of(c, namespace, application))
                .count();
    }

    private static boolean of(Container container, String namespace, String application) {
        return Names.namespace(container).equals(namespace)
                && container.spec().application().equals(application);
    }

    private static String explain(int nodes, Map<String, Integer> refusals) {
        if (nodes == 0) {
            return "there is no node; register a Docker engine by creating a Node";
        }
        return refusals.entrySet().stream()
                .map(refusal -> refusal.getValue() + " " + refusal.getKey())
                .collect(Collectors.joining(", ", "0/" + nodes + " nodes: ", ""));
    }
}
