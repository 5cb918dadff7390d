package dev.roadstead.controller.reconcile.edge;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.ingress.EdgePlan;
import dev.roadstead.controller.plan.ingress.EdgeStatus;
import dev.roadstead.controller.plan.ingress.IngressNodes;
import dev.roadstead.controller.plan.ingress.Issuers.Problem;
import dev.roadstead.controller.plan.ingress.TraefikApplication;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.Application;
import dev.roadstead.model.Edge;
import dev.roadstead.model.Node;
import dev.roadstead.model.ResourceType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Has routers run for the Edge on every node with ingress. */
public final class EdgeReconciler implements Reconciler {
    /** Should somebody take away what no change tells of. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private static final String OWNER = "edge." + Edge.NAME;

    private final Lister<Edge> edges;
    private final Lister<Node> nodes;
    private final OwnObjects objects;
    private final @Nullable String loopback;
    private final StatusCommitter committer;
    private final EventRecorder events;
    private final InstantSource clock;

    /** {@code loopback} is where the server answers edges of its own machine, as {@code http://…}; null if it does not. */
    public EdgeReconciler(
            ApiClient client,
            Lister<Edge> edges,
            Lister<Node> nodes,
            @Nullable String loopback,
            EventRecorder events,
            InstantSource clock) {
        this.edges = edges;
        this.nodes = nodes;
        this.objects = new OwnObjects(client);
        this.loopback = loopback;
        this.committer = new StatusCommitter(client);
        this.events = events;
        this.clock = clock;
    }

    @Override
    public Outcome reconcile(String key) {
        Edge edge = edges.find("", Edge.NAME);
        Application present = objects.application(TraefikApplication.NAME).orElse(null);
        boolean ours = present == null || OwnObjects.isFor(present, OWNER);
        if (edge == null || edge.metadata().deleting()) {
            if (present != null && ours) {
                objects.remove(ResourceType.APPLICATION, present);
            }
            return Outcome.DONE;
        }
        List<Node> ingress = IngressNodes.of(nodes.all());
        EdgePlan plan = EdgePlan.of(edge, ingress, OwnObjects.NAMESPACE, loopback);
        Problem problem = plan.problem();
        if (!ours) {
            problem = taken();
        } else if (plan.application() != null) {
            run(edge, plan, plan.application(), present);
        } else if (present != null) {
            objects.remove(ResourceType.APPLICATION, present);
            events.normal(ResourceType.EDGE, edge, "Stopped", "the routers go: " + String.valueOf(problem));
        }
        committer.commit(ResourceType.EDGE, edge, EdgeStatus.of(edge, problem, ingress, present, clock.instant()));
        return new Outcome.After(AGAIN);
    }

    private void run(Edge edge, EdgePlan plan, Application.Spec wanted, @Nullable Application present) {
        if (objects.allowHostNetwork()) {
            events.normal(
                    ResourceType.EDGE,
                    edge,
                    "PolicyChanged",
                    "namespace " + OwnObjects.NAMESPACE
                            + " has policy level privileged now: routers use the network of their hosts");
        }
        objects.makeVolumes(plan.volumes());
        switch (objects.bring(present, TraefikApplication.NAME, OWNER, wanted)) {
            case NONE -> {}
            case MADE -> events.normal(ResourceType.EDGE, edge, "Started", "made " + name());
            case CHANGED -> {
                if (wasAsWanted(edge)) {
                    events.warning(
                            ResourceType.EDGE,
                            edge,
                            "PutBack",
                            name() + " was not as Edge " + Edge.NAME
                                    + " has it, and is put back; change the Edge instead");
                } else {
                    events.normal(ResourceType.EDGE, edge, "Changed", name() + " follows the Edge");
                }
            }
        }
    }

    /** Whether this state of the Edge was carried out before: then it is not the Edge that has changed. */
    private static boolean wasAsWanted(Edge edge) {
        return edge.status() != null
                && Objects.equals(
                        edge.status().observedGeneration(), edge.metadata().generation());
    }

    private static Problem taken() {
        return new Problem(
                "NameTaken",
                name() + " was not made for the Edge and is left alone; delete it or give it another name");
    }

    private static String name() {
        return "Application " + OwnObjects.NAMESPACE + "/" + TraefikApplication.NAME;
    }
}
