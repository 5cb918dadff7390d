package dev.roadstead.controller.plan;

import dev.roadstead.model.Application.Placement;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Node;
import dev.roadstead.model.Node.Effect;
import dev.roadstead.model.Node.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A reason for which a node may not be taken.
 *
 * @param passes whether the node is none of those that it refuses
 * @param wording what all the nodes are that it refused, to stand behind their number
 */
record NodeFilter(Predicate<Candidate> passes, Function<List<Candidate>, String> wording) {
    private static final List<Effect> KEEPS_AWAY = List.of(Effect.NoSchedule, Effect.NoExecute);
    private static final int TAINTS_TOLD = 3;

    /** What Kubernetes' tools put on every node; here it is known of the engine and need not be written. */
    private static final Map<String, Function<Engine, String>> LABELS_OF_ENGINES =
            Map.of("kubernetes.io/os", Engine::os, "kubernetes.io/arch", engine -> architecture(engine.arch()));

    /** All, in the order in which they are asked and told: what is for ever comes before what passes. */
    static List<NodeFilter> of(Scheduler.Request request) {
        List<NodeFilter> filters = new ArrayList<>(wanting(request.placement()));
        filters.add(plain("cordoned", node -> !node.node().spec().unschedulable()));
        filters.add(plain("not ready", Candidate::ready));
        filters.add(plain("short of disk", node -> !node.has("DiskPressure")));
        filters.add(new NodeFilter(
                node -> untolerated(node, request.placement()).isEmpty(), nodes -> taints(nodes, request.placement())));
        if (request.onePerNode()) {
            String family = request.family();
            filters.add(plain("have one already", node -> node.siblings(family).of(request.release()) == 0));
        }
        Demand need = Demand.of(request.template());
        filters.add(room("CPU", need.cpuNano(), Demand::cpuNano, Amount::cpu));
        filters.add(room("memory", need.memoryBytes(), Demand::memoryBytes, Amount::memory));
        HostPort.of(request.template())
                .forEach(port -> filters.add(plain("host port " + port + " in use", node -> !node.isTaken(port))));
        return filters;
    }

    /** Those that say whether the placement means a node at all, however it is just now. */
    static List<NodeFilter> wanting(@Nullable Placement placement) {
        List<NodeFilter> filters = new ArrayList<>();
        String name = placement == null ? null : placement.nodeName();
        if (name != null) {
            filters.add(plain("not named " + name, node -> node.name().equals(name)));
        }
        Map<String, String> selector = placement == null ? Map.of() : placement.nodeSelector();
        if (!selector.isEmpty()) {
            String labels = new TreeMap<>(selector)
                    .entrySet().stream().map(Object::toString).collect(Collectors.joining(","));
            filters.add(plain("without the labels " + labels, node -> Placements.hasLabels(node.node(), selector)));
        }
        filters.add(plain("leaving", node -> !node.node().metadata().deleting()));
        boolean stays = Taints.stay(placement);
        filters.add(plain("draining", node -> stays || !node.node().spec().drain()));
        filters.add(plain("not Linux", NodeFilter::isLinux));
        return filters;
    }

    /** The node's label, or what its spec or its engine says for the well-known ones; null if there is none. */
    static @Nullable String label(Node node, String key) {
        if (key.equals(Labels.INGRESS)) {
            return String.valueOf(node.spec().ingress().enabled());
        }
        String written = node.metadata().labels().get(key);
        if (written != null) {
            return written;
        }
        Function<Engine, String> known = LABELS_OF_ENGINES.get(key);
        Engine engine = node.status() == null ? null : node.status().engine();
        return known == null || engine == null ? null : known.apply(engine);
    }

    static NodeFilter plain(String words, Predicate<Candidate> passes) {
        return new NodeFilter(passes, nodes -> words);
    }

    private static List<Node.Taint> untolerated(Candidate node, @Nullable Placement placement) {
        return Taints.untolerated(node.node(), placement, KEEPS_AWAY);
    }

    private static String taints(List<Candidate> nodes, @Nullable Placement placement) {
        List<String> all = nodes.stream()
                .flatMap(node -> untolerated(node, placement).stream())
                .map(Taints::describe)
                .distinct()
                .sorted()
                .toList();
        String told = all.stream().limit(TAINTS_TOLD).collect(Collectors.joining(", "));
        return "tainted (" + told + (all.size() > TAINTS_TOLD ? ", …" : "") + ") and not tolerated";
    }

    /** A node that never said what it has refuses nobody: its engine will. */
    private static NodeFilter room(String what, long need, ToLongFunction<Demand> amount, Function<Long, String> text) {
        return new NodeFilter(
                node -> {
                    Demand free = node.free();
                    return need <= 0 || free == null || need <= amount.applyAsLong(free);
                },
                nodes -> "lack %s (need %s, free %s)"
                        .formatted(what, text.apply(need), text.apply(most(nodes, amount))));
    }

    private static long most(List<Candidate> nodes, ToLongFunction<Demand> amount) {
        long most = 0;
        for (Candidate node : nodes) {
            Demand free = node.free();
            most = free == null ? most : Math.max(most, amount.applyAsLong(free));
        }
        return most;
    }

    private static boolean isLinux(Candidate node) {
        Engine engine =
                node.node().status() == null ? null : node.node().status().engine();
        return engine == null || engine.os().isEmpty() || engine.os().equals("linux");
    }

    /** Docker says what the kernel says; the labels of Kubernetes say what Go says. */
    private static String architecture(String kernels) {
        return switch (kernels) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case "armv7l", "armv6l" -> "arm";
            default -> kernels;
        };
    }
}
