package dev.roadstead.controller.plan;

import dev.roadstead.model.ContainerTemplate.PullPolicy;
import java.time.Duration;

/** One effect on a Docker engine. Each is idempotent: what is already so is left alone and counts as success. */
public sealed interface HostAction {
    /** Creates the network with these labels unless it exists; one of this name that is foreign is an error. */
    record EnsureNetwork(String network, java.util.Map<String, String> labels) implements HostAction {}

    /** Removes the network if it is ours and nothing is attached to it. */
    record RemoveNetwork(String network, String installation) implements HostAction {}

    /** Makes sure that the image is on the engine. */
    record PullImage(String image, PullPolicy policy, RegistryAccess access) implements HostAction {
        /** Pulls anonymously. */
        public PullImage(String image, PullPolicy policy) {
            this(image, policy, RegistryAccess.ANONYMOUS);
        }
    }

    /** Creates the container, compares what the engine made of it with the blueprint, and removes it if they differ. */
    record CreateContainer(Blueprint blueprint) implements HostAction {}

    record StartContainer(String id) implements HostAction {}

    record UnpauseContainer(String id) implements HostAction {}

    /** Attaches a container to its network again. */
    record ConnectNetwork(String id, String network, java.util.List<String> aliases) implements HostAction {}

    /** Stop signal, grace period, then kill. */
    record StopContainer(String id, Duration grace) implements HostAction {}

    /** Removes the container with its anonymous volumes; it must have been stopped, or is killed. */
    record RemoveContainer(String id) implements HostAction {}
}
