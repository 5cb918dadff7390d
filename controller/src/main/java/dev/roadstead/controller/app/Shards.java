package dev.roadstead.controller.app;

import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.plan.VolumePlanner;
import dev.roadstead.controller.reconcile.node.NodeReconciler;
import dev.roadstead.controller.reconcile.release.ImageNodes;
import java.util.Optional;

/** What the servers of an installation share out among each other. */
final class Shards {
    /** One server places all containers: two that did at once would give the same room away twice. */
    static final String APPLICATIONS = "applications";

    /** One server makes repositories and checks them: two that did at once would make two passwords. */
    static final String REPOSITORIES = "repositories";

    private final Informers informers;

    Shards(Informers informers) {
        this.informers = informers;
    }

    /** An image is asked for at an engine that is to run it, so by the server that is connected to one. */
    String image(String release) {
        Key key = Key.parse(release);
        return Optional.ofNullable(informers.releases.lister().find(key.namespace(), key.name()))
                .flatMap(new ImageNodes(informers.applications.lister(), informers.nodes.lister())::first)
                .map(node -> NodeReconciler.shard(node.metadata().name()))
                .orElse(APPLICATIONS);
    }

    /** The owner of the node that has the data; until one is chosen, whoever chooses it. */
    String volume(String volume) {
        Key key = Key.parse(volume);
        return Optional.ofNullable(informers.volumes.lister().find(key.namespace(), key.name()))
                .map(VolumePlanner::node)
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
        informers.volumes.lister().all().forEach(volume -> loops.volumes().enqueue(volume.key()));
        informers
                .repositories
                .lister()
                .all()
                .forEach(repository -> loops.repositories().enqueue(repository.key()));
        informers.quotas.lister().all().forEach(quota -> loops.quotas().enqueue(quota.key()));
    }
}
