package dev.roadstead.controller.reconcile.edge;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.ingress.IngressNodes;
import dev.roadstead.controller.plan.ingress.Issuers.Problem;
import dev.roadstead.controller.plan.ingress.TunnelPlan;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.Application;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Node;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Tunnel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Has cloudflared run for a Tunnel beside the routers, with the hostnames of its Domains. */
public final class TunnelReconciler implements Reconciler {
    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final Duration WHILE_PENDING = Duration.ofSeconds(1);

    private final Caches caches;
    private final OwnObjects objects;
    private final StatusCommitter committer;
    private final EventRecorder events;
    private final InstantSource clock;

    /** What is read from memory. */
    public record Caches(Lister<Tunnel> tunnels, Lister<Domain> domains, Lister<Node> nodes) {}

    public TunnelReconciler(ApiClient client, Caches caches, EventRecorder events, InstantSource clock) {
        this.caches = caches;
        this.objects = new OwnObjects(client);
        this.committer = new StatusCommitter(client);
        this.events = events;
        this.clock = clock;
    }

    @Override
    public Outcome reconcile(String key) {
        Tunnel tunnel = caches.tunnels().find("", key);
        String name = "tunnel-" + key;
        String owner = "tunnel." + key;
        Application present = objects.application(name).orElse(null);
        if (tunnel == null || tunnel.metadata().deleting()) {
            removeAll(name, owner, present);
            return Outcome.DONE;
        }
        List<Node> ingress = IngressNodes.of(caches.nodes().all());
        Optional<TunnelPlan> plan = TunnelPlan.of(tunnel, caches.domains().all(), ingress);
        if (plan.isEmpty()) {
            return new Outcome.After(WHILE_PENDING);
        }
        Problem problem = bring(tunnel, plan.get(), ingress, present);
        committer.commit(
                ResourceType.TUNNEL,
                tunnel,
                TunnelPlan.status(tunnel, problem, plan.get().hostnames(), ingress, present, clock.instant()));
        return new Outcome.After(AGAIN);
    }

    private @Nullable Problem bring(Tunnel tunnel, TunnelPlan plan, List<Node> ingress, @Nullable Application present) {
        String name = TunnelPlan.name(tunnel);
        String owner = "tunnel." + tunnel.metadata().name();
        boolean taken = (present != null && !OwnObjects.isFor(present, owner))
                || objects.configMap(name)
                        .filter(there -> !OwnObjects.isFor(there, owner))
                        .isPresent();
        if (taken) {
            return new Problem(
                    "NameTaken",
                    "an Application or a ConfigMap %s of namespace %s was not made for the Tunnel and is left alone"
                            .formatted(name, OwnObjects.NAMESPACE));
        }
        if (ingress.isEmpty()) {
            removeAll(name, owner, present);
            return new Problem(
                    "NoIngressNode", "no node has spec.ingress.enabled, where the router is that it leads to");
        }
        objects.allowHostNetwork();
        objects.bringConfigMap(name, owner, plan.files());
        switch (objects.bring(present, name, owner, plan.application())) {
            case NONE -> {}
            case MADE -> events.normal(ResourceType.TUNNEL, tunnel, "Started", "made Application " + name);
            case CHANGED ->
                events.normal(
                        ResourceType.TUNNEL,
                        tunnel,
                        "Changed",
                        "Application " + name + " is brought to what the Tunnel and its Domains ask for");
        }
        return null;
    }

    private void removeAll(String name, String owner, @Nullable Application present) {
        if (present != null && OwnObjects.isFor(present, owner)) {
            objects.remove(ResourceType.APPLICATION, present);
        }
        objects.configMap(name)
                .filter(there -> OwnObjects.isFor(there, owner))
                .ifPresent(there -> objects.remove(ResourceType.CONFIG_MAP, there));
    }
}
