package dev.roadstead.controller.reconcile.domain;

import dev.roadstead.controller.edge.RouteTable;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.lookup.RouterLookup;
import dev.roadstead.controller.lookup.RouterLookup.Report;
import dev.roadstead.controller.plan.route.DomainRoutes;
import dev.roadstead.controller.plan.route.Router;
import dev.roadstead.controller.plan.route.Shown;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether edges route a Domain: those that Roadstead runs are asked what they have loaded, of others it is known what they
 * have fetched.
 */
record RoutedCheck(RouteTable table, Lister<Node> nodes, RouterLookup routers) {
    /** Reason while an edge that is asked has yet to load it. */
    static final String NOT_CONFIRMED = "NotConfirmed";

    private static final String CONFIRMED = "Confirmed";
    private static final String FETCHED = "Fetched";

    /** Of a Domain that is in the table; {@code wake} runs when an edge has something new to say. */
    Finding of(Domain domain, Runnable wake) {
        Set<String> asking = table.asking();
        if (asking.isEmpty()) {
            return Finding.unknown(
                    "NoEdge",
                    "no edge asks this server for its configuration; docs/guides/domains.md says how to run one");
        }
        Set<String> late = new TreeSet<>(asking);
        late.removeAll(table.toldOf(domain));
        if (!late.isEmpty()) {
            return Finding.no("NotFetched", "not fetched yet by the edges of " + String.join(", ", late));
        }
        DomainRoutes wanted = table.routesOf(domain.key());
        if (wanted == null) {
            return Finding.no(NOT_CONFIRMED, "it was just taken out of routing");
        }
        Map<String, Finding> byNode = new TreeMap<>();
        asking.forEach(node -> byNode.put(node, of(node, wanted, wake)));
        return Finding.worst(byNode.values()).filter(it -> !it.isTrue()).orElseGet(() -> summary(byNode));
    }

    private Finding of(String node, DomainRoutes wanted, Runnable wake) {
        Node found = nodes.find("", node);
        if (found == null || !found.spec().ingress().enabled()) {
            return Finding.yes(FETCHED, "");
        }
        Finding finding = judge(node, wanted, routers.find(node, false, wake));
        // What has yet to come is asked for sooner.
        return finding.isTrue() ? finding : judge(node, wanted, routers.find(node, true, wake));
    }

    private static Finding judge(String node, DomainRoutes wanted, Optional<Report> report) {
        String edge = "the edge of node " + node;
        if (report.isEmpty()) {
            return Finding.no(NOT_CONFIRMED, edge + " is being asked whether it has loaded it");
        }
        return switch (report.get()) {
            case Report.OutOfReach() -> Finding.yes(FETCHED, "");
            case Report.Failed(String why) ->
                Finding.unknown(NOT_CONFIRMED, edge + " has fetched it, but cannot be asked whether it works: " + why);
            case Report.Loaded loaded -> judge(edge, wanted, loaded);
        };
    }

    /** What is wrong with what is used comes before what is wrong with who uses it. */
    private static Finding judge(String edge, DomainRoutes wanted, Report.Loaded loaded) {
        for (Map.Entry<String, Map<String, Object>> middleware :
                wanted.middlewares().entrySet()) {
            Optional<Finding> problem = problem(
                    edge,
                    "middleware " + middleware.getKey(),
                    loaded.middlewares().get(middleware.getKey()),
                    part -> Shown.difference(middleware.getValue(), part));
            if (problem.isPresent()) {
                return problem.get();
            }
        }
        for (Map.Entry<String, Router> router : wanted.routers().entrySet()) {
            Optional<Finding> problem = problem(
                    edge,
                    "router " + router.getKey(),
                    loaded.routers().get(router.getKey()),
                    part -> Shown.difference(router.getValue(), part));
            if (problem.isPresent()) {
                return problem.get();
            }
        }
        return Finding.yes(CONFIRMED, "");
    }

    private static Optional<Finding> problem(
            String edge,
            String name,
            RouterLookup.@Nullable Part found,
            Function<Map<String, Object>, Optional<String>> difference) {
        if (found == null) {
            return Optional.of(Finding.no(NOT_CONFIRMED, edge + " has not loaded " + name));
        }
        Optional<String> other = difference.apply(found.shown());
        if (other.isPresent()) {
            return Optional.of(Finding.no(
                    NOT_CONFIRMED, edge + " has " + name + " with another " + other.get() + " than it was told"));
        }
        return found.status().equals("enabled")
                ? Optional.empty()
                : Optional.of(Finding.no(
                        "Refused",
                        edge + " does not route it: " + name + " is " + found.status() + ": "
                                + (found.errors().isEmpty() ? "see its log" : String.join("; ", found.errors()))));
    }

    private static Finding summary(Map<String, Finding> byNode) {
        List<String> confirmed = new ArrayList<>();
        List<String> fetched = new ArrayList<>();
        byNode.forEach((node, finding) -> (finding.reason().equals(CONFIRMED) ? confirmed : fetched).add(node));
        String message = confirmed.isEmpty() ? "" : "confirmed by the edges of " + String.join(", ", confirmed);
        return fetched.isEmpty()
                ? Finding.yes(CONFIRMED, message)
                : Finding.yes(
                        FETCHED,
                        (message.isEmpty() ? "" : message + "; ") + "fetched by the edges of "
                                + String.join(", ", fetched) + ", which cannot be asked whether they have loaded it");
    }
}
