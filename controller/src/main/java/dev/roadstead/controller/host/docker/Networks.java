package dev.roadstead.controller.host.docker;

import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Network;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.model.Labels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Networks of one engine, and the containers in them. */
final class Networks {
    private final Commands commands;

    /** The engine itself lets two creates at once make two networks of one name. */
    private final ReentrantLock creating = new ReentrantLock();

    Networks(Commands commands) {
        this.commands = commands;
    }

    void ensure(String name, Map<String, String> labels) {
        creating.lock();
        try {
            Optional<Network> existing = inspect(name);
            if (existing.isEmpty() && create(name, labels)) {
                return;
            }
            Network found = existing.or(() -> inspect(name))
                    .orElseThrow(() -> new HostException(
                            HostException.Kind.ENGINE, "network " + name + " was removed while it was created", null));
            if (!ownedBy(found, labels.get(Labels.MANAGED_BY))) {
                throw DockerErrors.foreign("network", name);
            }
        } finally {
            creating.unlock();
        }
    }

    /** False when another create was first. */
    private boolean create(String name, Map<String, String> labels) {
        try {
            commands.ordinary()
                    .createNetworkCmd()
                    .withName(name)
                    .withDriver("bridge")
                    .withCheckDuplicate(true)
                    .withLabels(labels)
                    .exec();
            return true;
        } catch (EngineException e) {
            if (e.conflict()) {
                return false;
            }
            throw DockerErrors.refused("create network " + name, e);
        }
    }

    /** Leaves it alone when it is another's, or a container, running or not, still counts on it. */
    void remove(String name, String installation) {
        Optional<Network> network = inspect(name).filter(found -> ownedBy(found, installation));
        if (network.isEmpty() || inUse(name)) {
            return;
        }
        try {
            commands.ordinary().removeNetworkCmd(network.get().getId()).exec();
        } catch (EngineException e) {
            boolean joinedMeanwhile = e.status() == 403;
            if (!e.notFound() && !joinedMeanwhile) {
                throw DockerErrors.refused("remove network " + name, e);
            }
        }
    }

    private boolean inUse(String name) {
        try {
            return !commands.ordinary()
                    .listContainersCmd()
                    .withShowAll(true)
                    .withNetworkFilter(List.of(name))
                    .exec()
                    .isEmpty();
        } catch (EngineException e) {
            throw DockerErrors.refused("list the containers of network " + name, e);
        }
    }

    void connect(String id, String network, List<String> aliases) {
        Optional<ContainerNetwork> attachment = attachment(id, network);
        if (attachment.isPresent() && hasAliases(attachment.get(), aliases)) {
            return;
        }
        try {
            if (attachment.isPresent()) {
                disconnect(id, network);
            }
            commands.ordinary()
                    .connectToNetworkCmd()
                    .withContainerId(id)
                    .withNetworkId(network)
                    .withContainerNetwork(new ContainerNetwork().withAliases(aliases))
                    .exec();
        } catch (EngineException e) {
            if (attachment(id, network).filter(now -> hasAliases(now, aliases)).isEmpty()) {
                throw DockerErrors.refused("connect container " + id + " to network " + network, e);
            }
        }
    }

    /** Takes a container out of a network that is not its own. */
    void leave(String id, String network) {
        try {
            disconnect(id, network);
        } catch (EngineException e) {
            if (attachment(id, network).isPresent()) {
                throw DockerErrors.refused("disconnect container " + id + " from network " + network, e);
            }
        }
    }

    private void disconnect(String id, String network) {
        commands.ordinary()
                .disconnectFromNetworkCmd()
                .withContainerId(id)
                .withNetworkId(network)
                .exec();
    }

    private Optional<ContainerNetwork> attachment(String id, String network) {
        return commands.inspect(id)
                .map(container -> container.getNetworkSettings().getNetworks())
                .map(networks -> networks.get(network));
    }

    private static boolean hasAliases(ContainerNetwork attachment, List<String> aliases) {
        return attachment.getAliases() == null
                ? aliases.isEmpty()
                : attachment.getAliases().containsAll(aliases);
    }

    /** From a list, which does not name every container of each: that grows, and is asked for with every start. */
    private Optional<Network> inspect(String name) {
        try {
            // The filter lets through what has the name in its own.
            return commands.ordinary().listNetworksCmd().withNameFilter(name).exec().stream()
                    .filter(network -> network.getName().equals(name))
                    .findFirst();
        } catch (EngineException e) {
            throw DockerErrors.refused("look for network " + name, e);
        }
    }

    private static boolean ownedBy(Network network, @Nullable String installation) {
        return network.getLabels() != null
                && installation != null
                && Objects.equals(network.getLabels().get(Labels.MANAGED_BY), installation);
    }
}
