package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.ApiAction.DeleteContainer;
import dev.roadstead.model.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All old containers are gone, not only on their way, before the first new one is created. */
final class RecreateStrategy {
    private RecreateStrategy() {}

    static Step next(ApplicationSnapshot seen, Replicas replicas, int revision) {
        if (!replicas.outdated().isEmpty()) {
            return Step.of(replicas.outdated().stream()
                    .<ApiAction>map(c -> new DeleteContainer(c, "to recreate it as release " + revision))
                    .toList());
        }
        if (replicas.leaving().stream().anyMatch(c -> c.spec().release() != revision)) {
            return Step.NONE;
        }
        int wanted = seen.application().spec().replicas();
        List<ApiAction> actions = new ArrayList<>(scaleDown(replicas, wanted));
        Slots slots = new Slots(seen, revision);
        actions.addAll(slots.fill(wanted - replicas.total()));
        return new Step(List.copyOf(actions), slots.refusal(), Optional.empty());
    }

    /** Surplus containers of the wanted release go: unready ones first, then those in the highest slots. */
    static List<ApiAction> scaleDown(Replicas replicas, int wanted) {
        List<Container> updated = replicas.updated();
        return updated.stream()
                .sorted(replicas.leastMissedFirst())
                .limit(Math.max(0, updated.size() - wanted))
                .<ApiAction>map(c -> new DeleteContainer(c, "to scale down to " + wanted))
                .toList();
    }
}
