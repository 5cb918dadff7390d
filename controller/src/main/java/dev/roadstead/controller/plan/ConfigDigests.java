package dev.roadstead.controller.plan;

import dev.roadstead.model.ContainerTemplate;
import java.time.Duration;
import java.util.Optional;

/** What templates take from Secrets and ConfigMaps now. */
@FunctionalInterface
public interface ConfigDigests {
    /** For who may not or need not look: nothing is taken for changed. */
    ConfigDigests UNKNOWN = template -> Optional.empty();

    /**
     * Equal as long as it takes the same. Empty if it takes nothing, and while something is missing that it needs: then
     * its containers wait, and get what is there in the end.
     */
    Optional<String> of(ContainerTemplate template);

    /** After which time it may be otherwise though no object has changed. */
    default Optional<Duration> again() {
        return Optional.empty();
    }
}
