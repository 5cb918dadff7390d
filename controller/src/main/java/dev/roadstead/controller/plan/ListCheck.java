package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.ObservedContainer.EngineHealth;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Status;
import dev.roadstead.model.DesiredState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares Containers with one list of their engine, which costs one call for all of them. A list shows neither limits nor
 * networks, so what it has nothing against may still need a look, only less often.
 */
public final class ListCheck {
    private ListCheck() {}

    /** Those that are to be looked at, because they are on their way somewhere or are not where their status says. */
    public static List<Container> unsettled(Collection<Container> containers, Collection<OwnedContainer> docker) {
        Map<String, OwnedContainer> byName = docker.stream()
                .collect(Collectors.toMap(OwnedContainer::name, Function.identity(), (one, same) -> one));
        return containers.stream()
                .filter(container -> !isSettled(container, byName.get(Names.docker(container))))
                .toList();
    }

    /** Whether nothing is left to do for it, and the engine shows what its status says. */
    private static boolean isSettled(Container container, @Nullable OwnedContainer docker) {
        Status status = container.status();
        if (status == null || docker == null || container.metadata().deleting()) {
            return false;
        }
        boolean current =
                Objects.equals(status.observedGeneration(), container.metadata().generation())
                        && docker.id().equals(status.containerID());
        if (!current) {
            return false;
        }
        if (Quiescence.isHeld(container)) {
            return holds(status, docker);
        }
        return container.spec().desiredState() == DesiredState.Running ? serves(status, docker) : rests(status, docker);
    }

    private static boolean serves(Status status, OwnedContainer docker) {
        return status.state() == Container.State.Running
                && Conditions.isTrue(status.conditions(), "Ready")
                && docker.state() == ObservedContainer.State.RUNNING
                && (docker.health() == null || docker.health() == EngineHealth.HEALTHY);
    }

    private static boolean holds(Status status, OwnedContainer docker) {
        return docker.state() == ObservedContainer.State.PAUSED
                ? status.state() == Container.State.Paused
                : rests(status, docker);
    }

    private static boolean rests(Status status, OwnedContainer docker) {
        return switch (docker.state()) {
            case CREATED -> status.state() == Container.State.Created;
            case EXITED -> status.state() == Container.State.Stopped;
            case RUNNING, PAUSED, RESTARTING, REMOVING, DEAD -> false;
        };
    }
}
