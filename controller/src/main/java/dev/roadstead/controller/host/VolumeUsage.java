package dev.roadstead.controller.host;

import dev.roadstead.controller.plan.Measured;
import java.util.Optional;

/** What the Docker volumes of a node held when its engine last added that up. Thread-safe, never blocks. */
@FunctionalInterface
public interface VolumeUsage {
    Optional<Measured> of(String node, String dockerVolume);
}
