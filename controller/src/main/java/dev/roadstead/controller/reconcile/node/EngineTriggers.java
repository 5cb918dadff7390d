package dev.roadstead.controller.reconcile.node;

import dev.roadstead.controller.host.HostEvents;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.trigger.ContainerTriggers;
import java.util.Map;
import java.util.function.Consumer;

/** Turns an engine's events into passes. Thread-safe. */
public final class EngineTriggers {
    private final ContainerTriggers containers;
    private final NodeConnections connections;
    private final Consumer<String> enqueueContainer;
    private final Consumer<String> enqueueNode;

    /** Wires it up; both consumers take keys and must not block. */
    public EngineTriggers(
            ContainerTriggers containers,
            NodeConnections connections,
            Consumer<String> enqueueContainer,
            Consumer<String> enqueueNode) {
        this.containers = containers;
        this.connections = connections;
        this.enqueueContainer = enqueueContainer;
        this.enqueueNode = enqueueNode;
    }

    HostEvents.Listener listener(String node) {
        return new HostEvents.Listener() {
            @Override
            public void containerEvent(String action, String containerId, Map<String, String> labels) {
                containers.engineEvent(action, containerId, labels).forEach(enqueueContainer);
            }

            @Override
            public void relist() {
                connections.find(node).ifPresent(NodeConnection::relistSoon);
                enqueueNode.accept(node);
            }

            @Override
            public void lost(HostException why) {
                enqueueNode.accept(node);
            }
        };
    }
}
