package dev.roadstead.cli.report;

import dev.roadstead.cli.console.Invocation;
import dev.roadstead.model.Application;
import dev.roadstead.model.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The lines of {@code roadstead status} about what the server looks after. */
public final class StatusReport {
    private StatusReport() {}

    /** How many are ready, and a line for each that is not, and for each node that gets no new containers. */
    public static List<String> lines(List<Node> nodes, List<Application> applications) {
        List<String> lines = new ArrayList<>();
        Map<String, Readiness> byNode = new TreeMap<>();
        nodes.forEach(node -> byNode.put(node.key(), Readiness.of(node)));
        addKind(lines, "nodes", byNode);
        addUnschedulable(lines, nodes);
        Map<String, Readiness> byApplication = new TreeMap<>();
        applications.forEach(application -> byApplication.put(application.key(), Readiness.of(application)));
        addKind(lines, "applications", byApplication);
        return lines;
    }

    /** Such a node is ready: it answers, and what runs there goes on. */
    private static void addUnschedulable(List<String> lines, List<Node> nodes) {
        nodes.stream().sorted(Comparator.comparing(Node::key)).forEach(node -> {
            String end = "; " + Invocation.of("node uncordon " + node.key()) + " takes it into use again";
            if (node.spec().drain()) {
                lines.add("  " + node.key() + ": drained, so its containers move away and it gets no new ones" + end);
            } else if (node.spec().unschedulable()) {
                lines.add("  " + node.key() + ": cordoned, so it gets no new containers" + end);
            }
        });
    }

    private static void addKind(List<String> lines, String kind, Map<String, Readiness> objects) {
        long ready = objects.values().stream().filter(Readiness::ready).count();
        lines.add("%-14s%s".formatted(kind, objects.isEmpty() ? "none" : ready + " of " + objects.size() + " ready"));
        objects.forEach((name, readiness) -> {
            if (!readiness.ready()) {
                lines.add("  " + name + ": " + readiness.message());
            }
        });
    }
}
