package dev.roadstead.controller.reconcile.domain;

import dev.roadstead.controller.edge.RouteTable;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.lookup.RouterLookup;
import dev.roadstead.controller.lookup.RouterLookup.Report;
import dev.roadstead.controller.plan.route.Router;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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
        Map<String, Router> wanted = table.routersOf(domain.key());
        Map<String, Finding> byNode = new TreeMap<>();
        asking.forEach(node -> byNode.put(node, of(node, wanted, wake)));
        return Finding.worst(byNode.values()).filter(it -> !it.isTrue()).orElseGet(() -> summary(byNode));
    }

    private Finding of(String node, Map<String, Router> wanted, Runnable wake) {
        Node found = nodes.find("", node);
        if (found == null || !found.spec().ingress().enabled()) {
            return Finding.yes(FETCHED, "");
        }
        Finding finding = judge(node, wanted, routers.find(node, false, wake));
        // What has yet to come is asked for sooner.
        return finding.isTrue() ? finding : judge(node, wanted, routers.find(node, true, wake));
    }

    private static Finding judge(String node, Map<String, Router> wanted, Optional<Report> report) {
        String edge = "the edge of node " + node;
        if (report.isEmpty()) {
            return Finding.no(NOT_CONFIRMED, edge + " is being asked whether it has loaded it");
        }
        return switch (report.get()) {
            case Report.OutOfReach() -> Finding.yes(FETCHED, "");
            case Report.Failed(String why) ->
                Finding.unknown(NOT_CONFIRMED, edge + " has fetched it, but cannot be asked whether it works: " + why);
            case Report.Loaded(Map<String, RouterLookup.Router> loaded) -> judge(edge, wanted, loaded);
        };
    }

    private static Finding judge(String edge, Map<String, Router> wanted, Map<String, RouterLookup.Router> loaded) {
        for (Map.Entry<String, Router> router : new TreeMap<>(wanted).entrySet()) {
            RouterLookup.Router found = loaded.get(router.getKey());
            String name = "router " + router.getKey();
            if (found == null || !found.rule().equals(router.getValue().rule())) {
                return Finding.no(NOT_CONFIRMED, edge + " has yet to load " + name);
            }
            if (!found.status().equals("enabled")) {
                return Finding.no(
                        "Refused",
                        edge + " does not route it: " + name + " is " + found.status() + ": "
                                + (found.errors().isEmpty() ? "see its log" : String.join("; ", found.errors())));
            }
        }
        return Finding.yes(CONFIRMED, "");
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
