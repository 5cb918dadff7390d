package dev.roadstead.controller.app;

import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.HostDirectory;
import dev.roadstead.controller.host.HostFactory;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.reconcile.node.NodeReconciler;
import dev.roadstead.model.Node;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Ways to engines of nodes that are another server's, for data that comes from one node and goes to another. What is done
 * over them is known to nobody else: Docker volumes of one copy's own. No claim on the node guards them, so whoever borrows
 * one fences what he does with it by what he does it for. Thread-safe.
 *
 * @param own the nodes of this server
 */
record BorrowedHosts(
        HostDirectory own, Ownership ownership, Lister<Node> nodes, HostFactory factory, Map<String, Borrowed> open)
        implements HostDirectory, AutoCloseable {

    /** A way, and where it leads. */
    record Borrowed(Node.Connection connection, Host host) {}

    BorrowedHosts(HostDirectory own, Ownership ownership, Lister<Node> nodes, HostFactory factory) {
        this(own, ownership, nodes, factory, new ConcurrentHashMap<>());
    }

    @Override
    public HostAccess access(String name) {
        HostAccess access = own.access(name);
        Node node = nodes.find("", name);
        if (!(access instanceof HostAccess.Pending)
                || node == null
                || ownership.claim(NodeReconciler.shard(name)) != Ownership.Claim.THEIRS) {
            return access;
        }
        return new HostAccess.Open(
                open.compute(name, (_, there) -> borrowed(node, there)).host());
    }

    private Borrowed borrowed(Node node, @Nullable Borrowed there) {
        if (there != null && there.connection().equals(node.spec().connection())) {
            return there;
        }
        if (there != null) {
            there.host().close();
        }
        return new Borrowed(node.spec().connection(), factory.open(node));
    }

    @Override
    public void close() {
        open.values().forEach(borrowed -> borrowed.host().close());
    }
}
