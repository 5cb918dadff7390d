package dev.roadstead.controller.reconcile.node;

import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.HostDirectory;
import dev.roadstead.controller.host.VolumeUsage;
import dev.roadstead.controller.plan.Measured;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The open connections by node. Thread-safe. */
public final class NodeConnections implements HostDirectory, VolumeUsage, AutoCloseable {
    private final Map<String, NodeConnection> byNode = new ConcurrentHashMap<>();
    private final java.util.function.Predicate<String> nodeExists;

    /** {@code nodeExists} says whether there is a Node of a name, for those that were not connected to yet. */
    public NodeConnections(java.util.function.Predicate<String> nodeExists) {
        this.nodeExists = nodeExists;
    }

    @Override
    public HostAccess access(String node) {
        NodeConnection connection = byNode.get(node);
        if (connection != null) {
            return connection.access();
        }
        return nodeExists.test(node) ? new HostAccess.Pending() : new HostAccess.NoNode();
    }

    @Override
    public Optional<Measured> of(String node, String dockerVolume) {
        return find(node).flatMap(connection -> connection.measured(dockerVolume));
    }

    Optional<NodeConnection> find(String node) {
        return Optional.ofNullable(byNode.get(node));
    }

    /** Closes what was there before. */
    void replace(String node, @Nullable NodeConnection connection) {
        NodeConnection before = connection == null ? byNode.remove(node) : byNode.put(node, connection);
        if (before != null) {
            if (connection != null) {
                connection.continues(before);
            }
            before.close();
        }
    }

    @Override
    public void close() {
        byNode.keySet().forEach(node -> replace(node, null));
    }
}
