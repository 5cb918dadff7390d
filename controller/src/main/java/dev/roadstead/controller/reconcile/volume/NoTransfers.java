package dev.roadstead.controller.reconcile.volume;

import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.plan.VolumeSnapshot;
import dev.roadstead.model.Volume;

/** For worlds in which no data is copied: what is to be filled or moved stays as it is. */
public record NoTransfers() implements VolumeTransfers {
    @Override
    public Outcome advance(VolumeSnapshot seen) {
        return new Outcome.Terminal("no data is copied here");
    }

    @Override
    public boolean abandon(Volume volume) {
        return true;
    }

    @Override
    public boolean isReserved(Volume volume) {
        return false;
    }
}
