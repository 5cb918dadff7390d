package dev.roadstead.controller.reconcile.node;

import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.HostEvents;
import dev.roadstead.model.Node;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open way to a node's engine, and what was last learned over it. Written by the one pass over its Node; {@link
 * #access} and {@link #relistSoon} are for any thread.
 */
final class NodeConnection implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NodeConnection.class);

    private final Node node;
    private final Host host;
    private final AutoCloseable subscription;
    private volatile HostAccess access = new HostAccess.Pending();
    private volatile boolean relistWanted = true;
    private Instant lastContact;
    private Instant lastRelist = Instant.MIN;

    NodeConnection(Node node, Host host, String installation, HostEvents.Listener listener, Instant now) {
        this.node = node;
        this.host = host;
        this.lastContact = now;
        this.subscription = host.subscribe(installation, listener);
    }

    /** Whether this is still the way that the Node describes. */
    boolean leadsTo(Node other) {
        return node.metadata().requireUid().equals(other.metadata().requireUid())
                && node.spec().connection().equals(other.spec().connection());
    }

    Host host() {
        return host;
    }

    HostAccess access() {
        return access;
    }

    /** Returns whether that is something new. */
    boolean access(HostAccess now) {
        boolean changed = !access.equals(now);
        access = now;
        return changed;
    }

    Instant lastContact() {
        return lastContact;
    }

    void contacted(Instant now) {
        lastContact = now;
    }

    void relistSoon() {
        relistWanted = true;
    }

    /** Whether the list is due; asking makes it done. */
    boolean takeRelist(Instant now, Duration interval) {
        boolean due = relistWanted || !now.isBefore(lastRelist.plus(interval));
        if (due) {
            relistWanted = false;
            lastRelist = now;
        }
        return due;
    }

    @Override
    public void close() {
        access = new HostAccess.Closed("the connection to its node is being closed");
        try {
            subscription.close();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            log.warn(
                    "the event stream of node {} did not close: {}",
                    node.metadata().name(),
                    e.toString());
        }
        host.close();
    }
}
