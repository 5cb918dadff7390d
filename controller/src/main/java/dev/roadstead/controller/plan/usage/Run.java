package dev.roadstead.controller.plan.usage;

import dev.roadstead.model.Container;
import dev.roadstead.model.Container.State;
import dev.roadstead.model.Container.Status;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The run of a container that goes on, or its last one, by the engine's times. */
record Run(Instant from, Instant to) {
    /** As its status says; empty when that has no beginning or no end. */
    static Optional<Run> of(Container container, Instant now) {
        Status status = container.status();
        Instant start = status == null ? null : status.startedAt();
        if (status == null || start == null) {
            return Optional.empty();
        }
        return isLive(status)
                ? Optional.of(new Run(start, now))
                : ended(status, start).map(end -> new Run(start, end));
    }

    /** One that was seen going on before and does not now; what is not said to have ended earlier ended just now. */
    static Optional<Run> ending(Container before, @Nullable Container after, Instant now) {
        Status status = before.status();
        if (status == null || status.startedAt() == null || !isLive(status)) {
            return Optional.empty();
        }
        Instant start = status.startedAt();
        Status next = after == null ? null : after.status();
        if (next != null && isLive(next) && start.equals(next.startedAt())) {
            return Optional.empty();
        }
        Instant end = next == null ? now : ended(next, start).orElse(now);
        Instant again =
                next == null || next.startedAt() == null || !next.startedAt().isAfter(start) ? end : next.startedAt();
        return Optional.of(new Run(start, again.isBefore(end) ? again : end));
    }

    static boolean isLive(Status status) {
        return status.state() == State.Running || status.state() == State.Paused;
    }

    private static Optional<Instant> ended(Status status, Instant start) {
        return Optional.ofNullable(status.lastTermination())
                .map(Container.Termination::finishedAt)
                .filter(end -> !end.isBefore(start));
    }
}
