package dev.roadstead.controller.plan;

import dev.roadstead.model.Container.PublishedPort;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Docker container as its engine describes it now.
 *
 * @param name without the engine's leading slash
 * @param labels all of them; ownership is decided by {@link dev.roadstead.model.Labels#MANAGED_BY} and the uid
 * @param exitCode of the last run; null while it runs or before the first
 * @param startedAt null before the first start
 * @param finishedAt null while it runs or before the first end
 * @param networks attached networks by name
 * @param volumes named Docker volumes by the path that they are mounted at
 * @param granted what it may use of its host now
 * @param engineHealth outcome of the engine's own health check; null when it has none
 */
public record ObservedContainer(
        String id,
        String name,
        Map<String, String> labels,
        State state,
        @Nullable Integer exitCode,
        boolean oomKilled,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Map<String, Attachment> networks,
        List<PublishedPort> ports,
        Map<String, String> volumes,
        Granted granted,
        @Nullable EngineHealth engineHealth) {

    /**
     * What a container may use of its host, as {@code docker update} can change it.
     *
     * @param swapBytes memory and swap together; the same as the memory when there is no swap
     * @param restarted whether the engine restarts it, which is ours to do
     * @param tuned whether something else is set that we never set
     */
    public record Granted(Limits limits, long swapBytes, boolean restarted, boolean tuned) {}

    /** The engine's states. */
    public enum State {
        CREATED,
        RUNNING,
        PAUSED,
        RESTARTING,
        REMOVING,
        EXITED,
        DEAD
    }

    /** The engine's health states. */
    public enum EngineHealth {
        STARTING,
        HEALTHY,
        UNHEALTHY
    }

    /**
     * An attachment to a network.
     *
     * @param ip null while the container does not run
     */
    public record Attachment(String networkId, @Nullable String ip, List<String> aliases) {}

    public @Nullable String label(String name) {
        return labels.get(name);
    }
}
