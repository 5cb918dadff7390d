package dev.roadstead.controller.plan;

import dev.roadstead.model.ContainerTemplate.PullPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One effect on a Docker engine. Each is idempotent: what is already so is left alone and counts as success.
 *
 * <p>What stops, pauses or removes a container leaves one without an owner label alone, unless it is {@code adopted}: then
 * the record in its Container object is what says that it is ours, and its id must be given in full.
 */
public sealed interface HostAction {
    /** Creates the network with these labels unless it exists; one of this name that is foreign is an error. */
    record EnsureNetwork(String network, Map<String, String> labels) implements HostAction {}

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

    /** Puts files into a container that was created and has not run yet. */
    record PutFiles(String id, List<MountedFiles> mounts) implements HostAction {}

    record StartContainer(String id) implements HostAction {}

    /**
     * Runs a command in a container that runs; that it exits with 0 counts as success. A command that is not done by its
     * deadline goes on running: engines cannot end one.
     */
    record RunHook(String id, List<String> command, Duration deadline) implements HostAction {}

    /** Freezes the processes of a container that runs. */
    record PauseContainer(String id, boolean adopted) implements HostAction {
        /** One with our label. */
        public PauseContainer(String id) {
            this(id, false);
        }
    }

    record UnpauseContainer(String id) implements HostAction {}

    /** Gives the container its name again. */
    record RenameContainer(String id, String name) implements HostAction {}

    /** Sets the limits of a container, running or not, and that it is not the engine that restarts it. */
    record SetLimits(String id, Limits limits) implements HostAction {}

    /** Attaches a container to its network again, with these aliases. */
    record ConnectNetwork(String id, String network, List<String> aliases) implements HostAction {}

    record DisconnectNetwork(String id, String network) implements HostAction {}

    /**
     * Stop signal, grace period, then kill.
     *
     * @param grace for the hook and the stop together
     * @param preStop run in the container before the signal; empty for none. Its failure does not keep it from stopping.
     */
    record StopContainer(String id, Duration grace, List<String> preStop, boolean adopted) implements HostAction {
        /** One with our label, without a hook. */
        public StopContainer(String id, Duration grace) {
            this(id, grace, List.of(), false);
        }
    }

    /**
     * Removes the container; it must have been stopped, or is killed. Its anonymous volumes go with it, but not those of
     * an adopted one: we did not make them.
     */
    record RemoveContainer(String id, boolean adopted) implements HostAction {
        /** One with our label. */
        public RemoveContainer(String id) {
            this(id, false);
        }
    }

    /** Creates the volume unless it exists, and compares what the engine made of it; one that is foreign is an error. */
    record CreateVolume(VolumeBlueprint blueprint) implements HostAction {}

    /** Removes the volume with its data if it is ours; one that a container has, running or not, is an error. */
    record RemoveVolume(String name, String installation) implements HostAction {}

    /** Removes the helpers that a killed server left behind in the middle of a copy of a volume. */
    record SweepCarriers(String installation) implements HostAction {}

    /** Removes what a container left behind that somebody removed without its anonymous volumes. */
    record RemoveFiles(String containerUid) implements HostAction {}
}
