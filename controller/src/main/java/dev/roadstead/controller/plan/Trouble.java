package dev.roadstead.controller.plan;

import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What keeps an Application from being well, as its Degraded condition says it.
 *
 * @param reason of the container's Ready condition, or {@code Unschedulable}
 */
record Trouble(String reason, String message) {
    /** Reasons of containers that do not go away by waiting, the most telling first. */
    private static final List<String> TELLING = List.of(
            Reasons.IMAGE_PULL_FAILED,
            Reasons.CONFIG_MISSING,
            Reasons.VOLUME_MISSING,
            Reasons.VOLUME_NOT_READY,
            Reasons.VOLUME_ELSEWHERE,
            Reasons.NAME_TAKEN,
            Reasons.NOT_ADOPTED,
            Reasons.PORT_TAKEN,
            Reasons.REFUSED,
            Reasons.START_FAILED,
            Reasons.CRASH_LOOP,
            Reasons.EXITED,
            Reasons.UNHEALTHY,
            Reasons.ENGINE_FAILED,
            Reasons.NODE_UNREACHABLE);

    /** What shows in a container's condition and no event of it tells. */
    private static final Set<String> SILENT = Set.of(Reasons.CRASH_LOOP, Reasons.NODE_UNREACHABLE);

    /** Whether warnings of containers, which go to their Application as well, say it already. */
    static boolean isToldByContainers(String reason) {
        return TELLING.contains(reason) && !SILENT.contains(reason);
    }

    /** The most telling one of all containers; the same containers always give the same. */
    static Optional<Trouble> find(Replicas replicas, Optional<String> obstacle) {
        Optional<Trouble> unplaced = obstacle.map(why -> new Trouble(Reasons.UNSCHEDULABLE, why));
        return unplaced.or(() -> find(replicas.staying().toList()));
    }

    /** The most telling one of these, deleted ones included. */
    static Optional<Trouble> find(Collection<Container> containers) {
        return containers.stream()
                .sorted(Comparator.comparing(c -> c.metadata().name()))
                .flatMap(Trouble::of)
                .min(Comparator.comparingInt(trouble -> TELLING.indexOf(trouble.reason())));
    }

    private static Stream<Trouble> of(Container container) {
        Container.Status status = container.status();
        Condition ready = status == null ? null : Conditions.find(status.conditions(), "Ready");
        if (ready == null || ready.status() == Condition.Status.True || !TELLING.contains(ready.reason())) {
            return Stream.empty();
        }
        return Stream.of(new Trouble(ready.reason(), container.metadata().name() + ": " + ready.message()));
    }
}
