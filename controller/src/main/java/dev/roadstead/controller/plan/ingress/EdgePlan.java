package dev.roadstead.controller.plan.ingress;

import dev.roadstead.controller.plan.ingress.Issuers.Problem;
import dev.roadstead.model.Application;
import dev.roadstead.model.Edge;
import dev.roadstead.model.Node;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.AccessMode;
import dev.roadstead.model.Volume.ReclaimPolicy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What there is to be for an Edge.
 *
 * @param application null: none
 * @param volumes that have to be there before; they stay, with the certificates in them, when they are no longer needed
 * @param problem what keeps routers from being all there; null if nothing is known
 */
public record EdgePlan(
        Application.@Nullable Spec application,
        List<Volume> volumes,
        @Nullable Problem problem) {

    /**
     * The plan.
     *
     * @param ingress the nodes with ingress
     * @param namespace of what is made
     * @param loopback where the server answers edges of its own machine, as {@code http://…}; null if it does not
     */
    public static EdgePlan of(Edge edge, List<Node> ingress, String namespace, @Nullable String loopback) {
        if (ingress.isEmpty()) {
            return new EdgePlan(
                    null,
                    List.of(),
                    new Problem(
                            "NoIngressNode",
                            "no node has spec.ingress.enabled, so no router runs; set it where requests come in"));
        }
        boolean byEndpoint = edge.spec().endpoint() != null;
        if (!byEndpoint && loopback == null) {
            return new EdgePlan(
                    null,
                    List.of(),
                    new Problem(
                            "NoEndpoint",
                            "routers have nobody to ask: start the server with --edge-listen, or set spec.endpoint"));
        }
        List<Node> remote =
                ingress.stream().filter(node -> !isOnThisMachine(node)).toList();
        Problem problem = byEndpoint || remote.isEmpty()
                ? null
                : new Problem(
                        "NoEndpoint",
                        "routers of nodes %s are on other machines and do not reach the loopback of this one: set spec.endpoint"
                                .formatted(IngressNodes.named(remote)));
        List<Volume> volumes = edge.spec().acme() == null
                ? List.of()
                : ingress.stream().map(node -> acmeVolume(namespace, node)).toList();
        return new EdgePlan(TraefikApplication.spec(edge, String.valueOf(loopback)), volumes, problem);
    }

    private static boolean isOnThisMachine(Node node) {
        return node.spec().connection().unix() != null;
    }

    private static Volume acmeVolume(String namespace, Node node) {
        String name = node.metadata().name();
        Volume.Spec spec = new Volume.Spec(
                null, name, "local", Map.of(), ReclaimPolicy.Retain, AccessMode.ReadWriteOnce, null, null);
        return new Volume(
                ObjectMeta.toCreate(namespace, TraefikApplication.acmeVolume(name), Map.of(), List.of(), List.of()),
                spec,
                null);
    }
}
