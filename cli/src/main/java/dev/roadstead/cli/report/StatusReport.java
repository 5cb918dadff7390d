package dev.roadstead.cli.report;

import dev.roadstead.model.Application;
import dev.roadstead.model.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The lines of {@code roadstead status} about what the server looks after. */
public final class StatusReport {
    private StatusReport() {}

    /** How many are ready, and a line for each that is not. */
    public static List<String> lines(List<Node> nodes, List<Application> applications) {
        List<String> lines = new ArrayList<>();
        Map<String, Readiness> byNode = new TreeMap<>();
        nodes.forEach(node -> byNode.put(node.key(), Readiness.of(node)));
        addKind(lines, "nodes", byNode);
        Map<String, Readiness> byApplication = new TreeMap<>();
        applications.forEach(application -> byApplication.put(application.key(), Readiness.of(application)));
        addKind(lines, "applications", byApplication);
        return lines;
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
