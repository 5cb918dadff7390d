package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.ApiAction.DeleteContainer;
import java.util.List;
import java.util.Optional;

/**
 * All old containers are gone, not only on their way, before the first new one is created. None goes while no node or quota
 * would take a new one.
 */
final class RecreateStrategy {
    private RecreateStrategy() {}

    static Step next(RolloutSnapshot at) {
        Replicas replicas = at.replicas();
        int revision = at.target().revision();
        if (!replicas.outdated().isEmpty()) {
            Optional<String> refused = refusalOnceGone(at);
            if (refused.isPresent()) {
                return Standstill.keep(at, refused);
            }
            return Step.of(replicas.outdated().stream()
                    .<ApiAction>map(c -> new DeleteContainer(c, "to recreate it as release " + revision))
                    .toList());
        }
        if (replicas.leaving().stream().anyMatch(c -> c.spec().release() != revision)) {
            return Step.NONE;
        }
        return RollingStrategy.toward(at, List.of(new Share(at.target().release(), at.wanted())), Bounds.of(at));
    }

    /** Why not even one new container could be placed with all the old ones gone; empty if it could, or none is missing. */
    private static Optional<String> refusalOnceGone(RolloutSnapshot at) {
        Slots slots = new Slots(at.seen()
                .without(container -> !Replicas.belongs(container, at.target().revision(), at.owner())));
        slots.fill(
                at.target().release(),
                Math.min(1, at.wanted() - at.replicas().updated().size()),
                true);
        return slots.refusal();
    }
}
