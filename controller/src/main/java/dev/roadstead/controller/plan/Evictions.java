package dev.roadstead.controller.plan;

import dev.roadstead.model.Application.Placement;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.State;
import dev.roadstead.model.Node;
import dev.roadstead.model.Node.Effect;
import dev.roadstead.model.Node.Failure.Evict;
import dev.roadstead.model.Node.Taint;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which Containers must leave their nodes, and why. How they leave, replaced first and within what the strategy permits, is
 * the rollout's affair.
 *
 * <p>What keeps data on its host never moves by itself, and a node that bars us, or whose engine is another one, is not lost:
 * what runs there is left alone until somebody decides.
 */
public final class Evictions {
    private Evictions() {}

    /** What drives a Container away. */
    public enum Cause {
        /** The data of its Volumes is on another node: where it is, it cannot run. */
        DATA_MOVED,
        /** Its node is drained: it serves until its replacement does. */
        DRAIN,
        /** Its node has a NoExecute taint that it does not tolerate: it serves until its replacement does. */
        TAINT,
        /**
         * Its node is Unknown, or no longer declared: it may still run, but cannot be counted on, and once deleted it stays
         * until its node is back. So neither it nor its leaving may hold up its replacement.
         */
        NODE_LOST
    }

    /**
     * One Container that must leave.
     *
     * @param why the end of a sentence that starts with what is done to it: "because node a is drained"
     */
    public record Eviction(Container container, Cause cause, String why) {}

    /** Those of an Application that must leave and are not deleted yet, by name. */
    public static List<Eviction> of(ApplicationSnapshot seen) {
        List<Node> nodes = seen.candidates().stream().map(Candidate::node).toList();
        Stream<Eviction> moved = seen.containers().stream()
                .filter(container -> !container.metadata().deleting())
                .flatMap(container -> VolumeRules.leftBehind(container, seen.volumes())
                        .map(why -> new Eviction(container, Cause.DATA_MOVED, why))
                        .stream());
        return Stream.concat(moved, of(seen.application().spec().placement(), seen.containers(), nodes).stream())
                .sorted(Comparator.comparing(eviction -> eviction.container().key()))
                .toList();
    }

    /**
     * Those of these Containers that must leave and are not deleted yet, by name.
     *
     * @param placement of their Application, whose tolerations count; null: it tolerates nothing
     * @param nodes all that there are: a Container whose node is not among them has lost it
     */
    public static List<Eviction> of(
            @Nullable Placement placement, Collection<Container> containers, Collection<Node> nodes) {
        Map<String, Node> byName =
                nodes.stream().collect(Collectors.toMap(node -> node.metadata().name(), Function.identity()));
        return containers.stream()
                .filter(container -> !container.metadata().deleting() && !keepsData(container))
                .flatMap(container -> eviction(
                        placement, container, byName.get(container.spec().nodeName()))
                        .stream())
                .sorted(Comparator.comparing(eviction -> eviction.container().key()))
                .toList();
    }

    /** Whether a Container's data lies on its host, so that it would be without it elsewhere. */
    public static boolean keepsData(Container container) {
        return container.spec().template().volumes().stream()
                .anyMatch(mount -> mount.hostPath() != null || mount.volume() != null);
    }

    /** Whether it is long unknown how a node is; one that answers but does not let us in is not lost. */
    public static boolean isLost(Node node) {
        Condition ready =
                node.status() == null ? null : Conditions.find(node.status().conditions(), "Ready");
        return ready != null
                && ready.status() == Condition.Status.Unknown
                && ready.reason().equals(Reasons.NODE_UNREACHABLE);
    }

    private static Optional<Eviction> eviction(
            @Nullable Placement placement, Container container, @Nullable Node node) {
        if (node == null) {
            return lostNode(container);
        }
        String name = node.metadata().name();
        if (isLost(node)) {
            // Drained or tainted as well, perhaps; but only the policy for lost nodes may start what may still run
            // there.
            return node.spec().failure().evict() == Evict.Stateless
                    ? Optional.of(new Eviction(container, Cause.NODE_LOST, "because node " + name + " is Unknown"))
                    : Optional.empty();
        }
        if (node.spec().drain() && !Taints.stay(placement)) {
            return Optional.of(new Eviction(container, Cause.DRAIN, "because node " + name + " is drained"));
        }
        return Taints.untolerated(node, placement, List.of(Effect.NoExecute)).stream()
                .findFirst()
                .map(taint -> new Eviction(container, Cause.TAINT, tainted(name, taint)));
    }

    /** Only once its own status says so: right after a start, not every Node may be known yet. */
    private static Optional<Eviction> lostNode(Container container) {
        Container.Status status = container.status();
        return status != null && status.state() == State.Unknown
                ? Optional.of(new Eviction(
                        container,
                        Cause.NODE_LOST,
                        "because there is no Node " + container.spec().nodeName() + " any more"))
                : Optional.empty();
    }

    private static String tainted(String node, Taint taint) {
        return "because node %s has taint %s, which it does not tolerate".formatted(node, Taints.describe(taint));
    }
}
