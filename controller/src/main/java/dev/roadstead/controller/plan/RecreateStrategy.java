package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.ApiAction.DeleteContainer;
import java.util.List;

/** All old containers are gone, not only on their way, before the first new one is created. */
final class RecreateStrategy {
    private RecreateStrategy() {}

    static Step next(RolloutSnapshot at) {
        Replicas replicas = at.replicas();
        int revision = at.target().revision();
        if (!replicas.outdated().isEmpty()) {
            return Step.of(replicas.outdated().stream()
                    .<ApiAction>map(c -> new DeleteContainer(c, "to recreate it as release " + revision))
                    .toList());
        }
        if (replicas.leaving().stream().anyMatch(c -> c.spec().release() != revision)) {
            return Step.NONE;
        }
        return RollingStrategy.toward(at, List.of(new Share(at.target().release(), at.wanted())), Bounds.of(at));
    }
}
