package dev.roadstead.controller.reconcile.transfer;

import dev.roadstead.controller.host.Fence;
import dev.roadstead.controller.host.GuardedHost;
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
import java.util.function.BooleanSupplier;

/**
 * The Docker volumes that are filled, on the engines of their nodes.
 *
 * @param inUse whether some Volume has a Docker volume, or may get it back, by namespace and name; read live
 * @param owned whether what they are filled for is still this server's; a node may be another's
 */
record Engines(HostDirectory hosts, String installation, BiPredicate<String, String> inUse, BooleanSupplier owned) {
    /** The same, changed only while this holds. */
    Engines whileOwned(BooleanSupplier owned) {
        return new Engines(hosts, installation, inUse, owned);
    }

    /** @throws HostException UNREACHABLE when there is no way to it now */
    Host of(String node) {
        return switch (hosts.access(node)) {
            case HostAccess.Open(Host host) -> fenced(host);
            case HostAccess.Pending() -> throw unreachable("node " + node + " is being connected to");
            case HostAccess.Closed(String why) -> throw unreachable("node " + node + " cannot be asked: " + why);
            case HostAccess.NoNode() -> throw unreachable("there is no Node " + node);
        };
    }

    private Host fenced(Host host) {
        Fence fence = new Fence(host, owned, () -> {});
        return new GuardedHost(host, fence, fence);
    }

    boolean exists(String node) {
        return !(hosts.access(node) instanceof HostAccess.NoNode);
    }

    /**
     * An empty one, in the place of what an attempt that was cut short left.
     *
     * @throws HostException FOREIGN when a Volume has one of this name, or somebody else made it
     */
    void makeFresh(Host host, String namespace, String volume, String dockerVolume) {
        if (!removeFilled(host, namespace, volume, dockerVolume)) {
            throw new HostException(
                    Kind.FOREIGN,
                    "Docker volume " + dockerVolume + " is not what this copy made; it is left as it is",
                    null);
        }
        Map<String, String> labels = Map.of(
                Labels.MANAGED_BY,
                installation,
                Labels.NAMESPACE,
                namespace,
                Labels.VOLUME,
                volume,
                Labels.FILLED,
                "true");
        // Plain volumes are allowed at every level.
        host.run(new HostAction.CreateVolume(
                new VolumeBlueprint(dockerVolume, VolumePolicy.LOCAL, Map.of(), labels, PolicyLevel.RESTRICTED)));
    }

    /** Removes one that was made for this Volume and that no Volume has now (invariant I7); whether it is gone. */
    boolean removeFilled(Host host, String namespace, String volume, String dockerVolume) {
        Optional<EngineVolume> there = host.volume(dockerVolume);
        if (there.isEmpty()) {
            return true;
        }
        Map<String, String> labels = there.get().labels();
        boolean ours = installation.equals(labels.get(Labels.MANAGED_BY))
                && namespace.equals(labels.get(Labels.NAMESPACE))
                && volume.equals(labels.get(Labels.VOLUME));
        if (!ours || inUse.test(namespace, dockerVolume)) {
            return false;
        }
        host.run(new HostAction.RemoveVolume(dockerVolume, installation));
        return true;
    }

    boolean canAsk(String node) {
        return hosts.access(node) instanceof HostAccess.Open;
    }

    private static HostException unreachable(String why) {
        return new HostException(Kind.UNREACHABLE, why, null);
    }
}
