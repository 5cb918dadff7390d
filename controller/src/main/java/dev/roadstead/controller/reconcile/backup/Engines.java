package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.HostDirectory;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.plan.HostAction.RunHook;
import dev.roadstead.controller.plan.backup.HookCall;
import java.io.InputStream;

/** What backups need of the engines of their nodes. */
public record Engines(HostDirectory hosts, String installation) implements HookRunner, VolumeReader {
    @Override
    public void run(String node, HookCall hook) {
        of(node).run(new RunHook(hook.dockerId(), hook.command(), hook.timeout()));
    }

    @Override
    public InputStream read(String node, String dockerVolume) {
        return of(node).readVolume(dockerVolume, installation);
    }

    /**
     * The engine of a node.
     *
     * @throws HostException UNREACHABLE when there is no way to it now
     */
    public Host of(String node) {
        return switch (hosts.access(node)) {
            case HostAccess.Open(Host host) -> host;
            case HostAccess.Closed(String why) -> throw unreachable(node, why);
            case HostAccess.Pending() -> throw unreachable(node, "the first contact is being made");
            case HostAccess.NoNode() -> throw unreachable(node, "there is no such Node");
        };
    }

    private static HostException unreachable(String node, String why) {
        return new HostException(HostException.Kind.UNREACHABLE, "node " + node + " cannot be asked: " + why, null);
    }
}
