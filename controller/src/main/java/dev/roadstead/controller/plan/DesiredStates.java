package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.ApiAction.PatchContainerDesiredState;
import dev.roadstead.model.Container;
import dev.roadstead.model.DesiredState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Starts and stops containers that are there. */
final class DesiredStates {
    private DesiredStates() {}

    static List<ApiAction> stopAll(Replicas replicas) {
        return replicas.staying()
                .filter(c -> c.spec().desiredState() == DesiredState.Running)
                .<ApiAction>map(c -> new PatchContainerDesiredState(c, DesiredState.Stopped))
                .toList();
    }

    /** Starts what is stopped and whose host ports nothing holds; of two that want the same port the older. */
    static List<ApiAction> start(ApplicationSnapshot seen, Replicas replicas) {
        List<Container> started = new ArrayList<>();
        Stream.concat(replicas.outdated().stream(), replicas.updated().stream())
                .filter(c -> c.spec().desiredState() == DesiredState.Stopped)
                .filter(c -> portHolders(seen, c).isEmpty())
                .filter(c -> started.stream().noneMatch(other -> excludes(c, other)))
                .forEach(started::add);
        return started.stream()
                .<ApiAction>map(c -> new PatchContainerDesiredState(c, DesiredState.Running))
                .toList();
    }

    /** The containers on its node that hold a host port which this one needs, or may still hold it. */
    static List<Container> portHolders(ApplicationSnapshot seen, Container waiting) {
        return seen.candidates().stream()
                .flatMap(node -> node.containers().stream())
                .filter(other -> !other.key().equals(waiting.key()))
                .filter(other -> other.metadata().deleting() || other.spec().desiredState() == DesiredState.Running)
                .filter(other -> excludes(waiting, other))
                .toList();
    }

    private static boolean excludes(Container one, Container other) {
        return one.spec().nodeName().equals(other.spec().nodeName())
                && HostPort.conflict(one.spec().template(), other.spec().template());
    }
}
