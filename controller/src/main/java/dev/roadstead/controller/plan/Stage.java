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
 * @param reason why it failed, one of {@link Reasons}; empty unless it did
 */
record Stage(
        Phase phase,
        @Nullable Integer step,
        @Nullable Integer weight,
        String says,
        Optional<Duration> over,
        String reason) {
    /** Nothing but containers stands between here and the end. */
    static final Stage GOING = of(Phase.Progressing, "");

    static Stage of(Phase phase, String says) {
        return of(phase, null, null, says);
    }

    static Stage of(Phase phase, @Nullable Integer step, @Nullable Integer weight, String says) {
        return new Stage(phase, step, weight, says, Optional.empty(), "");
    }

    static Stage failed(String reason, @Nullable Integer step, @Nullable Integer weight, String says) {
        return new Stage(Phase.Failed, step, weight, says, Optional.empty(), reason);
    }

    Stage over(Duration left) {
        return new Stage(phase, step, weight, says, Optional.of(left), reason);
    }

    /** Whether the rollout ends as soon as the containers are as they should be. */
    boolean isLast() {
        return phase == Phase.Progressing && (weight == null || weight == 100);
    }
}
