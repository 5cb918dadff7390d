package dev.roadstead.controller.plan;

import dev.roadstead.model.Container;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done about a Container now.
 *
 * @param actions in this order; after them, what is observed is decided upon again
 * @param status as far as it is known before the actions
 * @param notes to be recorded when the actions have worked
 * @param lookAgain when time alone may change the decision
 * @param released the Docker container is gone for good: the Container object may go, once the actions have worked
 */
public record ContainerPlan(
        List<HostAction> actions,
        Container.Status status,
        List<Note> notes,
        Optional<Duration> lookAgain,
        boolean released) {

    static ContainerPlan act(Container.Status status, List<HostAction> actions, Note... notes) {
        return new ContainerPlan(actions, status, List.of(notes), Optional.empty(), false);
    }

    static ContainerPlan rest(Container.Status status, Note... notes) {
        return new ContainerPlan(List.of(), status, List.of(notes), Optional.empty(), false);
    }

    static ContainerPlan wait(Container.Status status, Duration delay, Note... notes) {
        return new ContainerPlan(List.of(), status, List.of(notes), Optional.of(delay), false);
    }
}
