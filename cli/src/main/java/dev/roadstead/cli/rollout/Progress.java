package dev.roadstead.cli.rollout;

import dev.roadstead.model.Application;
import dev.roadstead.model.Application.Rollout;

/**
 * Where a rollout stands, in a line.
 *
 * @param end how it ended
 */
public record Progress(End end, String line) {
    /** How a rollout ended. */
    public enum End {
        /** Not yet. */
        OPEN,
        COMPLETE,
        FAILED
    }

    /** Of the spec as it is now: what was said of an older one does not count. */
    public static Progress of(Application application) {
        Application.Status status = application.status();
        boolean seen = status != null
                && status.observedGeneration() != null
                && status.observedGeneration() >= application.metadata().generation();
        Rollout rollout = status == null ? null : status.rollout();
        if (!seen || rollout == null) {
            return new Progress(End.OPEN, "not seen by the controllers yet");
        }
        End end = switch (rollout.phase()) {
            case Complete -> End.COMPLETE;
            case Failed, RolledBack -> End.FAILED;
            case Progressing, Paused, AwaitingPromotion, Superseded -> End.OPEN;
        };
        return new Progress(end, rollout.phase() + ": " + rollout.message());
    }
}
