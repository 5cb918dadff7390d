package dev.roadstead.controller.plan;

import dev.roadstead.model.Application.Rollout.Phase;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a strategy stands on its way, beyond what the containers themselves show.
 *
 * @param phase Progressing, Paused, AwaitingPromotion or Failed
 * @param step the canary step it is at; null for strategies without steps
 * @param weight share of the new release in percent; null for strategies without steps
 * @param says what people should know of it; empty if there is nothing
 * @param over when it is over by itself
 */
record Stage(Phase phase, @Nullable Integer step, @Nullable Integer weight, String says, Optional<Duration> over) {
    /** Nothing but containers stands between here and the end. */
    static final Stage GOING = new Stage(Phase.Progressing, null, null, "", Optional.empty());

    static Stage of(Phase phase, String says) {
        return new Stage(phase, null, null, says, Optional.empty());
    }

    Stage over(Duration left) {
        return new Stage(phase, step, weight, says, Optional.of(left));
    }

    /** Whether the rollout ends as soon as the containers are as they should be. */
    boolean isLast() {
        return phase == Phase.Progressing && (weight == null || weight == 100);
    }
}
