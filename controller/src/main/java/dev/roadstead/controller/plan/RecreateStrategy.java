package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.ApiAction.DeleteContainer;
import dev.roadstead.model.Container;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

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
            Optional<String> refused = refusalOnceGone(
                    at, container -> !Replicas.belongs(container, at.target().revision(), at.owner()));
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
        Step step = RollingStrategy.toward(at, List.of(new Share(at.target().release(), at.wanted())), Bounds.of(at));
        return new Step(step.actions(), step.obstacle().or(() -> nowhereToMove(at)), step.remark(), step.stage());
    }

    /**
     * Why those that serve and have to leave their nodes stay all the same: there is none that would take even one of them.
     * Empty if there is, or if none of them serves.
     */
    static Optional<String> nowhereToMove(RolloutSnapshot at) {
        Replicas replicas = at.replicas();
        Moves moves = replicas.moves();
        boolean missed = replicas.updated().stream().filter(moves::mustLeave).anyMatch(replicas::serving);
        return missed ? refusalOnceGone(at, moves::mustLeave) : Optional.empty();
    }

    /** Why not even one new container could be placed with these gone; empty if it could, or none is missing. */
    private static Optional<String> refusalOnceGone(RolloutSnapshot at, Predicate<Container> goes) {
        long kept = at.replicas().updated().stream().filter(goes.negate()).count();
        Slots slots = new Slots(at.seen().without(goes));
        slots.fill(at.target().release(), (int) Math.min(1, at.wanted() - kept), true);
        return slots.refusal();
    }
}
