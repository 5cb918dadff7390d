package dev.roadstead.controller.reconcile.domain;

import dev.roadstead.controller.edge.EdgeTokens;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.route.Claims;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Edge;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Names by which the installation itself is reached. A Domain that had one of them would speak for it: to people, and to
 * those who issue certificates. Who runs the installation may do so in its own namespace.
 *
 * @param configured in certificates, whatever the Edge says
 */
record OwnNames(Set<String> configured, Lister<Edge> edges) {
    /** The name that a Domain has or covers; empty if there is none. */
    Optional<String> of(Domain domain) {
        if (Objects.equals(domain.metadata().namespace(), EdgeTokens.NAMESPACE)) {
            return Optional.empty();
        }
        Edge edge = edges.find("", Edge.NAME);
        Stream<String> endpoint = edge == null ? Stream.empty() : edge.spec().endpointHost().stream();
        return Stream.concat(configured.stream(), endpoint)
                .filter(name -> name.indexOf('.') > 0)
                .filter(name -> Claims.rivals(name).contains(domain.spec().hostname()))
                .sorted()
                .findFirst();
    }
}
