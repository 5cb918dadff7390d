package dev.roadstead.controller.reconcile.transfer;

import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.HostDirectory;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostException.Kind;
import dev.roadstead.controller.plan.EngineVolume;
import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.controller.plan.VolumeBlueprint;
import dev.roadstead.controller.plan.VolumePolicy;
import dev.roadstead.model.Labels;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The Docker volumes that are filled, on the engines of their nodes.
 *
 * @param inUse whether some Volume has a Docker volume, or may get it back, by namespace and name; read live
 */
record Engines(HostDirectory hosts, String installation, BiPredicate<String, String> inUse) {
    /** @throws HostException UNREACHABLE when there is no way to it now */
    Host of(String node) {
        return switch (hosts.access(node)) {
            case HostAccess.Open(Host host) -> host;
            case HostAccess.Pending() -> throw unreachable("node " + node + " is being connected to");
            case HostAccess.Closed(String why) -> throw unreachable("node " + node + " cannot be asked: " + why);
            case HostAccess.NoNode() -> throw unreachable("there is no Node " + node);
        };
    }

    boolean exists(String node) {
        return !(hosts.access(node) instanceof HostAccess.NoNode);
    }

    /** An empty one, in the place of what an attempt that was cut short left. */
    void makeFresh(Host host, String namespace, String volume, String dockerVolume) {
        remove(host, namespace, volume, dockerVolume);
        Map<String, String> labels =
                Map.of(Labels.MANAGED_BY, installation, Labels.NAMESPACE, namespace, Labels.VOLUME, volume);
        // Plain volumes are allowed at every level.
        host.run(new HostAction.CreateVolume(
                new VolumeBlueprint(dockerVolume, VolumePolicy.LOCAL, Map.of(), labels, PolicyLevel.RESTRICTED)));
    }

    /** Only one that was made for this Volume, and that no Volume has now (invariant I7). */
    void remove(Host host, String namespace, String volume, String dockerVolume) {
        Optional<EngineVolume> there = host.volume(dockerVolume);
        if (there.isEmpty()) {
            return;
        }
        Map<String, String> labels = there.get().labels();
        boolean ours = installation.equals(labels.get(Labels.MANAGED_BY))
                && namespace.equals(labels.get(Labels.NAMESPACE))
                && volume.equals(labels.get(Labels.VOLUME));
        if (!ours || inUse.test(namespace, dockerVolume)) {
            throw new HostException(
                    Kind.FOREIGN,
                    "Docker volume " + dockerVolume + " is not what this copy made; it is left as it is",
                    null);
        }
        host.run(new HostAction.RemoveVolume(dockerVolume, installation));
    }

    private static HostException unreachable(String why) {
        return new HostException(Kind.UNREACHABLE, why, null);
    }
}
