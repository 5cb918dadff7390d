package dev.roadstead.controller.reconcile.application;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.plan.ApplicationSnapshot;
import dev.roadstead.controller.plan.Candidate;
import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.Node;
import dev.roadstead.model.Release;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Gathers what a decision about an Application is made from. */
final class SnapshotReader {
    private final Caches caches;
    private final LiveObjects live;
    private final InstantSource clock;

    /** Releases and Containers are indexed by "application" (namespace/name), Containers by "node" as well. */
    record Caches(
            Lister<Application> applications,
            Lister<Release> releases,
            Lister<Container> containers,
            Lister<Node> nodes) {}

    SnapshotReader(Caches caches, LiveObjects live, InstantSource clock) {
        this.caches = caches;
        this.live = live;
        this.clock = clock;
    }

    /** From memory; may be a moment old. Empty if there is no such Application. */
    Optional<ApplicationSnapshot> cached(Key key) {
        return Optional.ofNullable(caches.applications().find(key.namespace(), key.name()))
                .map(app -> new ApplicationSnapshot(
                        app,
                        caches.releases().byIndex("application", app.key()),
                        caches.containers().byIndex("application", app.key()),
                        caches.nodes().all().stream().map(this::candidate).toList(),
                        clock.instant()));
    }

    /** From the server, but for the nodes and the containers of others. Empty if there is no such Application. */
    Optional<ApplicationSnapshot> live(Key key) {
        return live.application(key).map(app -> {
            List<Container> own = live.containers(app, caches.containers().byIndex("application", app.key()));
            return new ApplicationSnapshot(
                    app,
                    live.releases(app),
                    own,
                    caches.nodes().all().stream()
                            .map(this::candidate)
                            .map(node -> withOwn(node, app, own))
                            .toList(),
                    clock.instant());
        });
    }

    private Candidate candidate(Node node) {
        return new Candidate(
                node, caches.containers().byIndex("node", node.metadata().name()));
    }

    private static Candidate withOwn(Candidate cached, Application app, List<Container> own) {
        Stream<Container> others = cached.containers().stream().filter(c -> !belongs(c, app));
        Stream<Container> here = own.stream()
                .filter(c -> c.spec().nodeName().equals(cached.node().metadata().name()));
        return new Candidate(cached.node(), Stream.concat(others, here).toList());
    }

    private static boolean belongs(Container container, Application app) {
        return container.spec().application().equals(app.metadata().name())
                && String.valueOf(container.metadata().namespace())
                        .equals(app.metadata().namespace());
    }
}
