package dev.roadstead.controller.app;

import dev.roadstead.controller.reconcile.node.LocalNode;
import dev.roadstead.egress.EgressPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How the controllers run.
 *
 * @param kubeconfig how to reach the API server
 * @param dockerSocket the engine that becomes Node {@code local} when there is no Node; it need not exist
 * @param applicationWorkers Applications that are worked on at the same time
 * @param passesPerNode Containers of one node that are worked on at the same time, not counted those that wait for a pull
 *     or a stop; how many calls its engine gets at once is found out
 * @param startTimeout how long the first reads of all kinds may take
 * @param edges how edges are served
 * @param names by which people and programs reach the API server; no Domain gets one of them
 * @param egress what may be called for somebody
 */
public record ControllerConfig(
        Path kubeconfig,
        Path dockerSocket,
        int applicationWorkers,
        int passesPerNode,
        Duration startTimeout,
        EdgeConfig edges,
        Set<String> names,
        EgressPolicy egress) {

    /** The defaults; the engine is the one that this process's {@code DOCKER_HOST} names, or the usual one. */
    public ControllerConfig(Path kubeconfig) {
        this(kubeconfig, EdgeConfig.NONE, Set.of(), new EgressPolicy(List.of()));
    }

    /** The same with edges, of a server with these names, and with places that may be called. */
    public ControllerConfig(Path kubeconfig, EdgeConfig edges, Set<String> names, EgressPolicy egress) {
        this(kubeconfig, LocalNode.socket(System.getenv()), 8, 16, Duration.ofSeconds(30), edges, names, egress);
    }
}
