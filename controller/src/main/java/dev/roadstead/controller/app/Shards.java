package dev.roadstead.controller.app;

import dev.roadstead.controller.reconcile.node.NodeReconciler;
import dev.roadstead.model.Node;
import java.util.Comparator;

/** What the servers of an installation share out among each other. */
final class Shards {
    /** One server places all containers: two that did at once would give the same room away twice. */
    static final String APPLICATIONS = "applications";

    private final Informers informers;

    Shards(Informers informers) {
        this.informers = informers;
    }

    /** Images are asked for at engines, so by a server that is connected to one. */
    String images() {
        return informers.nodes.lister().all().stream()
                .map(Node::key)
                .min(Comparator.naturalOrder())
                .map(NodeReconciler::shard)
                .orElse(APPLICATIONS);
    }

    /** All that may have become this server's. */
    void wakeAll(Loops loops) {
        informers.nodes.lister().all().forEach(node -> loops.nodes().enqueue(node.key()));
        informers.releases.lister().all().forEach(release -> loops.images().enqueue(release.key()));
        informers
                .applications
                .lister()
                .all()
                .forEach(app -> loops.applications().enqueue(app.key()));
        informers.quotas.lister().all().forEach(quota -> loops.quotas().enqueue(quota.key()));
    }
}
