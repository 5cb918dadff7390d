package dev.roadstead.cli.nodes;

import dev.roadstead.cli.nodes.Probe.Found;
import dev.roadstead.controller.plan.EngineInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found, for people and for programs; pure. */
public final class ProbeReport {
    private static final String ROW = "%-36s %-20s %-16s %-5s %-14s %-10s %-8s %5s %8s";

    private ProbeReport() {}

    /** A line for each engine, and below it why it could not be asked. */
    public static List<String> table(List<Found> engines) {
        List<String> lines = new ArrayList<>();
        lines.add(ROW.formatted("HOST", "SOURCE", "VERSION", "API", "PLATFORM", "STORAGE", "CGROUPS", "CPUS", "MEMORY")
                .stripTrailing());
        for (Found found : engines) {
            EngineInfo engine = found.engine();
            if (engine == null) {
                lines.add("%-36s %-20s %s".formatted(found.host(), found.source(), "-"));
                lines.add("  " + found.problem());
            } else {
                lines.add(ROW.formatted(
                                found.host(),
                                found.source(),
                                engine.version(),
                                engine.apiVersion(),
                                engine.os() + "/" + engine.arch(),
                                engine.storageDriver(),
                                "v" + engine.cgroupVersion(),
                                engine.cpus(),
                                "%.1fGi".formatted(engine.memoryBytes() / (double) (1L << 30)))
                        .stripTrailing());
            }
        }
        return lines;
    }

    /** The same as a tree of maps and lists. */
    public static List<Map<String, Object>> tree(List<Found> engines) {
        return engines.stream().map(ProbeReport::tree).toList();
    }

    private static Map<String, Object> tree(Found found) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("host", found.host());
        tree.put("source", found.source());
        tree.put("reachable", found.engine() != null);
        if (found.engine() == null) {
            tree.put("problem", String.valueOf(found.problem()));
        } else {
            tree.put("engine", found.engine());
        }
        return tree;
    }
}
