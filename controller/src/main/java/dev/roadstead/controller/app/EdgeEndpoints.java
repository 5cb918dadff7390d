package dev.roadstead.controller.app;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.edge.EdgeKeys;
import dev.roadstead.controller.edge.EdgeServer;
import dev.roadstead.controller.edge.EdgeTokens;
import dev.roadstead.controller.edge.RouteTable;
import dev.roadstead.controller.loop.ControllerLoop;
import dev.roadstead.controller.loop.LoopConfig;
import dev.roadstead.controller.reconcile.domain.EdgeCertificateReconciler;
import dev.roadstead.model.Edge;
import dev.roadstead.model.ResourceType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where edges ask this server: in plain HTTP on loopback, and by TLS from other machines, each if wanted. */
final class EdgeEndpoints implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EdgeEndpoints.class);

    private final EdgeConfig config;
    private final RouteTable table;
    private final EdgeTokens tokens;
    private final EdgeKeys keys = new EdgeKeys();
    private final List<EdgeServer> servers = new ArrayList<>();
    private final @Nullable ControllerLoop certificate;

    /** One way to listen. */
    private interface Listening {
        EdgeServer start() throws IOException;
    }

    EdgeEndpoints(EdgeConfig config, ApiClient client, Informers informers, RouteTable table) {
        this.config = config;
        this.table = table;
        this.tokens = new EdgeTokens(
                ref -> client.find(ResourceType.SECRET, ref.namespace(), ref.name()), informers::revision);
        EdgeConfig.Secure secure = config.secure();
        this.certificate = secure == null
                ? null
                : new ControllerLoop(
                        "edge-certificate",
                        new EdgeCertificateReconciler(
                                client, informers.edges.lister(), secure.names(), secure.authority(), keys),
                        LoopConfig.DEFAULT.withWorkers(1));
    }

    /** The names of the certificate depend on the Edge. */
    void edgeChanged() {
        if (certificate != null) {
            certificate.enqueue(Edge.NAME);
        }
    }

    /** Begins, when the informers know what there is. That nothing can listen there stops nothing else. */
    void start() {
        InetSocketAddress plain = config.listen();
        if (plain != null) {
            start(plain, "--edge-listen", () -> new EdgeServer(plain, table, tokens));
        }
        EdgeConfig.Secure secure = config.secure();
        if (secure != null && certificate != null) {
            certificate.start();
            edgeChanged();
            start(secure.listen(), "--edge-tls-listen", () -> new EdgeServer(secure.listen(), keys, table, tokens));
        }
    }

    private void start(InetSocketAddress address, String option, Listening listening) {
        try {
            servers.add(listening.start());
        } catch (IOException e) {
            log.warn(
                    "no edge gets its configuration at {}: nothing can listen there ({}); choose another address with {}",
                    address,
                    e.getMessage(),
                    option);
        }
    }

    @Override
    public void close() {
        servers.forEach(EdgeServer::close);
        if (certificate != null) {
            certificate.close();
        }
    }
}
