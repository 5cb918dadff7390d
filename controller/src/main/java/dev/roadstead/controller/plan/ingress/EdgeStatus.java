package dev.roadstead.controller.plan.ingress;

import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.controller.plan.ingress.Issuers.Problem;
import dev.roadstead.model.Application;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Condition.Status;
import dev.roadstead.model.Edge;
import dev.roadstead.model.Node;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is said of an Edge or a Tunnel: mostly what its Application says of itself. */
public final class EdgeStatus {
    private static final String READY = "Ready";
    private static final String ONE_ISSUER = "OneIssuer";

    private EdgeStatus() {}

    /** Whether it is so, why, and the same in a sentence. */
    record Verdict(Status status, String reason, String message) {
        List<Condition> in(List<Condition> known, String type, @Nullable Long generation, Instant now) {
            return Conditions.set(known, type, status, reason, message, generation, now);
        }
    }

    /**
     * Of an Edge.
     *
     * @param ingress the nodes with ingress
     * @param application null if there is none
     */
    public static Edge.Status of(
            Edge edge, @Nullable Problem problem, List<Node> ingress, @Nullable Application application, Instant now) {
        Long generation = edge.metadata().generation();
        List<Condition> conditions =
                edge.status() == null ? List.of() : edge.status().conditions();
        conditions = ready(problem, ingress, application).in(conditions, READY, generation, now);
        conditions = issuers(edge, ingress).in(conditions, ONE_ISSUER, generation, now);
        return new Edge.Status(generation, conditions);
    }

    static Verdict ready(@Nullable Problem problem, List<Node> ingress, @Nullable Application application) {
        if (problem != null) {
            return new Verdict(Status.False, problem.reason(), problem.message());
        }
        Application.Status status = application == null ? null : application.status();
        Condition ready = status == null ? null : Conditions.find(status.conditions(), READY);
        if (application == null
                || status == null
                || ready == null
                || !Objects.equals(
                        status.observedGeneration(), application.metadata().generation())) {
            return new Verdict(Status.Unknown, "Starting", "its Application was made or changed a moment ago");
        }
        return ready.status() == Status.True
                ? new Verdict(Status.True, "Running", "it runs on nodes %s".formatted(IngressNodes.named(ingress)))
                : new Verdict(
                        ready.status(),
                        ready.reason(),
                        "Application %s: %s; meanwhile applications are reached by their published ports"
                                .formatted(application.key(), ready.message()));
    }

    /** Traefik shares certificates with no other, so every router asks for its own. */
    private static Verdict issuers(Edge edge, List<Node> ingress) {
        if (edge.spec().acme() == null) {
            return new Verdict(Status.True, "NoAcme", "no certificates are asked for by ACME");
        }
        return ingress.size() < 2
                ? new Verdict(Status.True, "OneNode", "certificates are asked for by one router")
                : new Verdict(
                        Status.False,
                        "EachForItself",
                        ("routers of nodes %s each ask for certificates of their own: %d of the 5 that Let's Encrypt issues for"
                                        + " the same names in a week, and proof by HTTP works only for names whose DNS leads to one"
                                        + " node; name a resolver of spec.acme.dns in tls.resolver of Domains")
                                .formatted(IngressNodes.named(ingress), ingress.size()));
    }
}
