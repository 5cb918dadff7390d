package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.ApiAction.DeleteContainer;
import dev.roadstead.model.Application;
import dev.roadstead.model.Application.Mode;
import dev.roadstead.model.Application.Placement;
import dev.roadstead.model.Container;
import dev.roadstead.model.Node.Effect;
import dev.roadstead.model.SpecHash;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes want a container of an Application in mode Global.
 *
 * <p>A node that has one keeps it while the placement means the node: that it is cordoned or does not answer just now is
 * no reason to take it away. A node that has none gets one only when a new container may be placed there; whether there
 * is room is the scheduler's question, which says so when there is not.
 */
final class GlobalSlots {
    private static final List<Effect> REFUSES = List.of(Effect.NoSchedule, Effect.NoExecute);
    private static final List<Effect> EVICTS = List.of(Effect.NoExecute);

    private GlobalSlots() {}

    /** The same Application with as many replicas as nodes want one; unchanged in mode Replicated. */
    static ApplicationSnapshot counted(ApplicationSnapshot seen) {
        Application app = seen.application();
        if (app.spec().mode() != Mode.Global) {
            return seen;
        }
        Application.Spec counted = app.spec().withReplicas(wanting(seen).size());
        return seen.with(new Application(app.metadata(), counted, app.status()));
    }

    /** Takes containers from nodes that do not want one, or want it otherwise by now; nothing in mode Replicated. */
    static List<ApiAction> misplaced(ApplicationSnapshot seen) {
        if (seen.application().spec().mode() != Mode.Global) {
            return List.of();
        }
        Set<String> wanting = wanting(seen);
        List<Container> staying = seen.containers().stream()
                .filter(container -> !container.metadata().deleting())
                .toList();
        Stream<ApiAction> unwanted = staying.stream()
                .filter(container -> !wanting.contains(container.spec().nodeName()))
                .map(container -> new DeleteContainer(
                        container, "because node " + container.spec().nodeName() + " is no longer one to run on"));
        Stream<ApiAction> changed = staying.stream()
                .filter(container -> wanting.contains(container.spec().nodeName()))
                .filter(container -> isOfAnOlderNode(container, seen))
                .map(container -> new DeleteContainer(
                        container,
                        "because the ports or the token of node "
                                + container.spec().nodeName() + " are others now"));
        return Stream.concat(unwanted, changed).toList();
    }

    /** Whether what its template left to the node has changed since it was placed there. */
    private static boolean isOfAnOlderNode(Container container, ApplicationSnapshot seen) {
        return seen.releases().stream()
                .filter(release -> release.spec().revision() == container.spec().release())
                .filter(release -> NodeFields.areIn(release.spec().template()) && Slots.canBeMade(release))
                .anyMatch(release -> seen.candidates().stream()
                        .filter(node -> node.name().equals(container.spec().nodeName()))
                        .anyMatch(node -> !SpecHash.of(Slots.template(release, node.node()))
                                .equals(SpecHash.of(container.spec().template()))));
    }

    private static Set<String> wanting(ApplicationSnapshot seen) {
        Placement placement = seen.application().spec().placement();
        List<NodeFilter> meant = NodeFilter.wanting(placement);
        Set<String> having = seen.containers().stream()
                .filter(container -> !container.metadata().deleting())
                .map(Container::spec)
                .map(Container.Spec::nodeName)
                .collect(Collectors.toSet());
        return seen.candidates().stream()
                .filter(node ->
                        meant.stream().allMatch(filter -> filter.passes().test(node)))
                .filter(node -> having.contains(node.name()) ? keeps(node, placement) : takes(node, placement))
                .map(Candidate::name)
                .collect(Collectors.toSet());
    }

    private static boolean keeps(Candidate node, @Nullable Placement placement) {
        return Taints.untolerated(node.node(), placement, EVICTS).isEmpty();
    }

    private static boolean takes(Candidate node, @Nullable Placement placement) {
        return node.ready()
                && !node.node().spec().unschedulable()
                && !node.has("DiskPressure")
                && Taints.untolerated(node.node(), placement, REFUSES).isEmpty();
    }
}
