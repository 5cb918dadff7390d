package dev.roadstead.controller.app;

import dev.roadstead.controller.reconcile.node.LocalNode;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How the controllers run.
 *
 * @param kubeconfig how to reach the API server
 * @param dockerSocket the engine that becomes Node {@code local} when there is no Node; it need not exist
 * @param applicationWorkers Applications that are worked on at the same time
 * @param containerWorkers Containers that are worked on at the same time; a worker waits while its engine pulls or stops
 * @param nodeWorkers Nodes that are asked at the same time; a silent one holds its worker up to a call's deadline
 * @param startTimeout how long the first reads of all kinds may take
 */
public record ControllerConfig(
        Path kubeconfig,
        Path dockerSocket,
        int applicationWorkers,
        int containerWorkers,
        int nodeWorkers,
        Duration startTimeout) {

    /** The defaults; the engine is the one that this process's {@code DOCKER_HOST} names, or the usual one. */
    public ControllerConfig(Path kubeconfig) {
        this(kubeconfig, LocalNode.socket(System.getenv()), 8, 64, 64, Duration.ofSeconds(30));
    }
}
