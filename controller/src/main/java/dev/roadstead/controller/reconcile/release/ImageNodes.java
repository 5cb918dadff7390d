package dev.roadstead.controller.reconcile.release;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.controller.plan.Placements;
import dev.roadstead.model.Application;
import dev.roadstead.model.Node;
import dev.roadstead.model.Release;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The nodes whose engines may be asked for the image of a Release: those that its application's placement names. */
public record ImageNodes(Lister<Application> applications, Lister<Node> nodes) {
    /** Ordered by name. */
    public List<Node> of(Release release) {
        Application application = applications.find(
                Objects.requireNonNull(release.metadata().namespace()),
                release.spec().application());
        Application.Placement placement =
                application == null ? null : application.spec().placement();
        return nodes.all().stream()
                .filter(node -> Placements.names(placement, node))
                .toList();
    }

    /** The one whose server does the asking: all servers name the same, one in reach if there is any. */
    public Optional<Node> first(Release release) {
        return of(release).stream()
                .min(Comparator.comparing((Node node) -> !isReady(node)).thenComparing(Node::key));
    }

    private static boolean isReady(Node node) {
        return node.status() != null && Conditions.isTrue(node.status().conditions(), "Ready");
    }
}
