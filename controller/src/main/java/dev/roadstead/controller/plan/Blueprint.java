package dev.roadstead.controller.plan;

import dev.roadstead.model.ContainerTemplate.Logging;
import dev.roadstead.model.ContainerTemplate.Port;
import dev.roadstead.model.ContainerTemplate.PullPolicy;
import dev.roadstead.model.ContainerTemplate.Security;
import dev.roadstead.model.HealthCheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a Docker container is created from. Nothing else reaches the engine.
 *
 * @param name deterministic: {@code <namespace>.<application>.<release>.<ordinal>}, so that a second create meets a 409
 * @param environment resolved; may hold secrets, hence left out of {@link #toString}
 * @param entrypoint empty: the image's
 * @param arguments empty: the image's
 * @param mounts beside the image's file system
 * @param execHealthCheck run by the engine itself; http and tcp checks are the controller's
 * @param routeLabels those of the labels that Domains ask for and not people
 * @param network the network of the namespace; the only one, unless it is to use the host's
 * @param networkAliases names under which the container is found in it
 * @param policy what its namespace allows; the engine's gate holds it against all of this
 */
public record Blueprint(
        String name,
        String image,
        PullPolicy pullPolicy,
        List<String> entrypoint,
        List<String> arguments,
        @Nullable String workingDir,
        @Nullable String user,
        Map<String, String> environment,
        List<Port> ports,
        List<BlueprintMount> mounts,
        Limits limits,
        @Nullable HealthCheck execHealthCheck,
        Duration stopGracePeriod,
        @Nullable String stopSignal,
        Security security,
        Map<String, String> labels,
        Set<String> routeLabels,
        Logging logging,
        boolean hostNetwork,
        String network,
        List<String> networkAliases,
        PolicyLevel policy) {

    @Override
    public String toString() {
        return "Blueprint[" + name + ", image " + image + "]";
    }
}
