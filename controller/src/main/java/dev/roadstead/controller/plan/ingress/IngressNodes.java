package dev.roadstead.controller.plan.ingress;

import dev.roadstead.model.Application;
import dev.roadstead.model.Application.Placement;
import dev.roadstead.model.Application.Preference;
import dev.roadstead.model.Application.Toleration;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Node;
import dev.roadstead.model.Strategy;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The nodes where requests come in, and an Application that has a container on each of them. */
public final class IngressNodes {
    private static final int HISTORY = 10;

    private IngressNodes() {}

    /** Those of all nodes, by name. */
    public static List<Node> of(Collection<Node> nodes) {
        return nodes.stream()
                .filter(node ->
                        node.spec().ingress().enabled() && !node.metadata().deleting())
                .sorted(Comparator.comparing(node -> node.metadata().name()))
                .toList();
    }

    /** Their names, for a sentence. */
    static String named(List<Node> nodes) {
        return String.join(
                ", ", nodes.stream().map(node -> node.metadata().name()).toList());
    }

    /**
     * One container on each; neither taints nor a drain keep it away, for somebody has said that requests come in there. It
     * holds ports of the host, so each is replaced in its place.
     */
    static Application.Spec onEach(ContainerTemplate template) {
        return new Application.Spec(
                1,
                Application.Mode.Global,
                DesiredState.Running,
                template,
                new Strategy(
                        Strategy.Type.Rolling,
                        new Strategy.Rolling(1, 0),
                        new Strategy.BlueGreen(Strategy.BlueGreen.PromotionMode.Automatic, Duration.ofMinutes(5)),
                        new Strategy.Canary(List.of(), null),
                        false,
                        Duration.ofMinutes(5),
                        Duration.ZERO,
                        Duration.ZERO,
                        Strategy.ConfigChanges.Rollout),
                new Placement(
                        null,
                        Map.of(Labels.INGRESS, "true"),
                        List.of(
                                new Toleration(null, Toleration.Operator.Exists, null, null),
                                new Toleration(Labels.DRAIN, Toleration.Operator.Exists, null, null)),
                        List.of(),
                        Preference.Spread),
                false,
                null,
                null,
                null,
                HISTORY,
                List.of());
    }
}
