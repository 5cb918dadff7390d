package dev.roadstead.controller.app;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.edge.EdgeTokens;
import dev.roadstead.controller.edge.RouteTable;
import dev.roadstead.controller.host.HostDirectory;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.lookup.DnsLookups;
import dev.roadstead.controller.lookup.Handshakes;
import dev.roadstead.controller.lookup.RouterReports;
import dev.roadstead.controller.loop.ControllerLoop;
import dev.roadstead.controller.loop.LoopConfig;
import dev.roadstead.controller.reconcile.application.ConfigKey;
import dev.roadstead.controller.reconcile.domain.DomainReconciler;
import dev.roadstead.controller.reconcile.domain.EdgeTokenReconciler;
import dev.roadstead.controller.trigger.DomainTriggers;
import dev.roadstead.model.Container;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Edge;
import dev.roadstead.model.Node;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that Domains need: the route table, its endpoints, what is asked of others, and the loops of Domains and of tokens. */
final class Edges implements AutoCloseable {
    private static final int TOKEN_BYTES = 32;

    private final RouteTable table;
    private final EdgeEndpoints endpoints;
    private final DnsLookups dns;
    private final RouterReports routers;
    private final Handshakes handshakes;
    private final ControllerLoop domains;
    private final ControllerLoop tokenLoop;
    private final Lister<Domain> known;
    private final Lister<Node> nodes;

    Edges(
            ControllerConfig controllers,
            ApiClient client,
            Informers informers,
            HostDirectory hosts,
            Ownership ownership,
            String installation,
            ConfigKey key,
            Clock clock) {
        EdgeConfig config = controllers.edges();
        this.known = informers.domains.lister();
        this.nodes = informers.nodes.lister();
        Lister<Edge> edges = informers.edges.lister();
        this.dns = new DnsLookups(() -> nameservers(edges.find("", Edge.NAME), config), clock);
        this.routers = new RouterReports(hosts, RouterReports.PORT, clock);
        this.handshakes = new Handshakes(clock);
        var toDomains = new LateKeys();
        this.table =
                new RouteTable(informers.applications.lister(), informers.containers.lister(), nodes, clock, toDomains);
        this.endpoints = new EdgeEndpoints(config, client, informers, table);
        this.domains = new ControllerLoop(
                "domains",
                new DomainReconciler(
                        client,
                        new DomainReconciler.Caches(
                                known,
                                informers.applications.lister(),
                                nodes,
                                edges,
                                informers.namespaces.lister(),
                                informers.tenants.organizations.lister(),
                                informers::revision),
                        table,
                        new DomainReconciler.Lookups(dns, routers, handshakes),
                        new DomainReconciler.Writer(
                                ownership, Shards.APPLICATIONS, installation, ownNames(controllers)),
                        toDomains,
                        clock),
                LoopConfig.DEFAULT);
        toDomains.to(domains::enqueue);
        SecureRandom random = new SecureRandom();
        this.tokenLoop = Sharded.loop(
                "edge-tokens",
                new EdgeTokenReconciler(
                        client,
                        nodes,
                        () -> {
                            byte[] bytes = new byte[TOKEN_BYTES];
                            random.nextBytes(bytes);
                            return bytes;
                        },
                        key::digest),
                ownership,
                1);
    }

    private static Set<String> ownNames(ControllerConfig config) {
        EdgeConfig.Secure secure = config.edges().secure();
        return Stream.concat(config.names().stream(), secure == null ? Stream.empty() : secure.names().stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static List<String> nameservers(@Nullable Edge edge, EdgeConfig config) {
        return edge == null || edge.spec().nameservers().isEmpty()
                ? config.resolvers()
                : edge.spec().nameservers();
    }

    /** Says which changes concern them; before the informers start. */
    void wokenBy(Informers informers) {
        informers.containers.onChange(table::container);
        informers.applications.onChange(table::application);
        informers.nodes.onChange(table::node);
        var ofDomains = new DomainTriggers(known);
        informers.domains.onChange(
                (before, after) -> ofDomains.domain(before, after).forEach(domains::enqueue));
        informers.applications.onChange(
                (before, after) -> ofDomains.application(before, after).forEach(domains::enqueue));
        informers.secrets.onChange(
                (before, after) -> ofDomains.secret(before, after).forEach(domains::enqueue));
        informers.namespaces.onChange(
                (before, after) -> ofDomains.namespace(before, after).forEach(domains::enqueue));
        informers.edges.onChange((before, after) -> {
            if (before == null || after == null || !before.spec().equals(after.spec())) {
                wakeDomains();
                endpoints.edgeChanged();
            }
        });
        informers.secrets.onChange((before, after) -> Stream.of(Optional.ofNullable(after), Optional.ofNullable(before))
                .flatMap(Optional::stream)
                .limit(1)
                .flatMap(secret -> EdgeTokens.nodeOf(secret.metadata()).stream())
                .forEach(tokenLoop::enqueue));
        informers.nodes.onChange((before, after) -> {
            Node node = after == null ? before : after;
            if (node != null && (before == null || after == null)) {
                tokenLoop.enqueue(node.key());
            }
        });
    }

    /** Whether an edge that asks this server has yet to learn that a container leaves. */
    boolean leadTo(Container container) {
        return table.leadsTo(container);
    }

    /** All that may have become this server's. */
    void wakeAll() {
        wakeDomains();
        nodes.all().forEach(node -> tokenLoop.enqueue(node.key()));
    }

    private void wakeDomains() {
        known.all().forEach(domain -> domains.enqueue(domain.key()));
    }

    /** Begins, when the informers know what there is. */
    void start() {
        domains.start();
        tokenLoop.start();
        endpoints.start();
    }

    @Override
    public void close() {
        endpoints.close();
        tokenLoop.close();
        domains.close();
        handshakes.close();
        routers.close();
        dns.close();
    }
}
