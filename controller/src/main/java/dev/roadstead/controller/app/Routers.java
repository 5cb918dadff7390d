package dev.roadstead.controller.app;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.loop.ControllerLoop;
import dev.roadstead.controller.reconcile.edge.EdgeReconciler;
import dev.roadstead.controller.reconcile.edge.TunnelReconciler;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.controller.trigger.IngressTriggers;
import dev.roadstead.model.Edge;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Resource;
import dev.roadstead.model.Tunnel;
import java.net.InetSocketAddress;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The loops of what is run in front of Domains: of the Edge and of Tunnels. One server has them. */
final class Routers implements AutoCloseable {
    private final ControllerLoop edges;
    private final ControllerLoop tunnels;
    private final Lister<Tunnel> known;

    Routers(
            @Nullable InetSocketAddress listen,
            ApiClient client,
            Informers informers,
            Ownership ownership,
            EventRecorder events,
            Clock clock) {
        this.known = informers.tunnels.lister();
        this.edges = Sharded.loop(
                "edges",
                new EdgeReconciler(
                        client, informers.edges.lister(), informers.nodes.lister(), url(listen), events, clock),
                ownership,
                1);
        this.tunnels = Sharded.loop(
                "tunnels",
                new TunnelReconciler(
                        client,
                        new TunnelReconciler.Caches(known, informers.domains.lister(), informers.nodes.lister()),
                        events,
                        clock),
                ownership,
                1);
    }

    private static @Nullable String url(@Nullable InetSocketAddress listen) {
        if (listen == null) {
            return null;
        }
        String host = listen.getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + listen.getPort();
    }

    /** Says which changes concern them; before the informers start. */
    void wokenBy(Informers informers) {
        informers.edges.onChange((_, _) -> edges.enqueue(Edge.NAME));
        informers.tunnels.onChange((before, after) -> {
            Tunnel tunnel = after == null ? before : after;
            if (tunnel != null) {
                tunnels.enqueue(tunnel.key());
            }
        });
        informers.nodes.onChange((before, after) -> {
            if (IngressTriggers.node(before, after)) {
                wakeAll();
            }
        });
        informers.applications.onChange((before, after) -> wakeOwner(after == null ? before : after));
        informers.domains.onChange((_, _) -> known.all().forEach(tunnel -> tunnels.enqueue(tunnel.key())));
    }

    /** Whoever an object was made for. */
    private void wakeOwner(@Nullable Resource made) {
        String owner = made == null ? null : made.metadata().labels().get(Labels.MADE_FOR);
        if (owner == null) {
            return;
        }
        if (owner.startsWith("tunnel.")) {
            tunnels.enqueue(owner.substring("tunnel.".length()));
        } else {
            edges.enqueue(Edge.NAME);
        }
    }

    /** All that may have become this server's. */
    void wakeAll() {
        edges.enqueue(Edge.NAME);
        known.all().forEach(tunnel -> tunnels.enqueue(tunnel.key()));
    }

    void start() {
        edges.start();
        tunnels.start();
    }

    @Override
    public void close() {
        tunnels.close();
        edges.close();
    }
}
