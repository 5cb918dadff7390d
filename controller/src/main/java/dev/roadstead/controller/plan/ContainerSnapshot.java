package dev.roadstead.controller.plan;

import dev.roadstead.model.Container;
import dev.roadstead.model.Volume;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the decision about one Container is made from.
 *
 * @param container with its status as it was last known
 * @param observed the Docker container of its name, whoever owns it
 * @param installation id of this installation
 * @param supplies looked up now, where a container is going to be created
 * @param volumes of its namespace that its template names, by name; absent ones are not there
 * @param policy what its namespace allows
 * @param probed outcome of its http or tcp health check; null while there is none
 * @param applicationLeaving whether its Application is gone or being deleted; not asked where nothing may drain
 * @param routed whether an edge that asks this server has yet to learn that it leaves
 * @param alone whether it is being deleted and no other container of its namespace is to stay on its node
 * @param asked what the engine was asked besides
 */
public record ContainerSnapshot(
        Container container,
        Optional<ObservedContainer> observed,
        String installation,
        Supplies supplies,
        Map<String, Volume> volumes,
        PolicyLevel policy,
        @Nullable Probed probed,
        boolean applicationLeaving,
        boolean routed,
        boolean alone,
        Asked asked,
        Instant now) {

    /**
     * Answers of the engine that are not always needed.
     *
     * @param logTail the last lines of the run that ended; null when they were not asked for
     * @param objections what keeps the Docker container that it adopts from being taken over; null when that was not asked
     */
    public record Asked(@Nullable String logTail, @Nullable List<String> objections) {
        /** Nothing was asked. */
        public static final Asked NOTHING = new Asked(null, null);
    }

    /** The same, after more was asked. */
    public ContainerSnapshot with(Asked answers) {
        return new ContainerSnapshot(
                container,
                observed,
                installation,
                supplies,
                volumes,
                policy,
                probed,
                applicationLeaving,
                routed,
                alone,
                answers,
                now);
    }
}
