package dev.roadstead.controller.app;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.edge.EdgeServer;
import dev.roadstead.controller.edge.EdgeTokens;
import dev.roadstead.controller.edge.RouteTable;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.loop.ControllerLoop;
import dev.roadstead.controller.loop.LoopConfig;
import dev.roadstead.controller.reconcile.domain.DnsLookups;
import dev.roadstead.controller.reconcile.domain.DomainReconciler;
import dev.roadstead.controller.reconcile.domain.EdgeTokenReconciler;
import dev.roadstead.controller.trigger.DomainTriggers;
import dev.roadstead.model.Container;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Node;
import dev.roadstead.model.ResourceType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that Domains need: the route table, its endpoint, and the loops of Domains and of edges' tokens. */
final class Edges implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Edges.class);
    private static final int TOKEN_BYTES = 32;

    private final EdgeConfig config;
    private final RouteTable table;
    private final EdgeTokens tokens;
    private final DnsLookups dns;
    private final ControllerLoop domains;
    private final ControllerLoop tokenLoop;
    private final Lister<Domain> known;
    private final Lister<Node> nodes;
    private @Nullable EdgeServer server;

    Edges(
            EdgeConfig config,
            ApiClient client,
            Informers informers,
            Ownership ownership,
            String installation,
            Clock clock) {
        this.config = config;
        this.known = informers.domains.lister();
        this.nodes = informers.nodes.lister();
        this.dns = new DnsLookups(config.resolvers(), clock);
        this.tokens = new EdgeTokens(
                ref -> client.find(ResourceType.SECRET, ref.namespace(), ref.name()), informers::revision);
        var toDomains = new LateKeys();
        this.table =
                new RouteTable(informers.applications.lister(), informers.containers.lister(), nodes, clock, toDomains);
        this.domains = new ControllerLoop(
                "domains",
                new DomainReconciler(
                        client,
                        new DomainReconciler.Caches(known, informers.applications.lister(), nodes, informers::revision),
                        table,
                        dns,
                        new DomainReconciler.Writer(ownership, Shards.APPLICATIONS, installation),
                        toDomains,
                        clock),
                LoopConfig.DEFAULT,
                _ -> "");
        toDomains.to(domains::enqueue);
        SecureRandom random = new SecureRandom();
        this.tokenLoop = new ControllerLoop(
                "edge-tokens",
                new Sharded(
                        new EdgeTokenReconciler(client, nodes, () -> {
                            byte[] bytes = new byte[TOKEN_BYTES];
                            random.nextBytes(bytes);
                            return bytes;
                        }),
                        ownership,
                        _ -> Shards.APPLICATIONS),
                LoopConfig.DEFAULT.withWorkers(1),
                _ -> "");
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
        known.all().forEach(domain -> domains.enqueue(domain.key()));
        nodes.all().forEach(node -> tokenLoop.enqueue(node.key()));
    }

    /** Begins, when the informers know what there is. That nothing can listen there stops nothing else. */
    void start() {
        domains.start();
        tokenLoop.start();
        InetSocketAddress listen = config.listen();
        if (listen == null) {
            return;
        }
        try {
            server = new EdgeServer(listen, table, tokens);
        } catch (IOException e) {
            log.warn(
                    "no edge gets its configuration from this server: it cannot listen on {} ({}); choose another address"
                            + " with --edge-listen",
                    listen,
                    e.getMessage());
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        tokenLoop.close();
        domains.close();
        dns.close();
    }
}
