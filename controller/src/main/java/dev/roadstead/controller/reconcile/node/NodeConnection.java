package dev.roadstead.controller.reconcile.node;

import dev.roadstead.controller.host.Fence;
import dev.roadstead.controller.host.GuardedHost;
import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.HostEvents;
import dev.roadstead.controller.plan.DiskUse;
import dev.roadstead.controller.plan.Measured;
import dev.roadstead.controller.plan.Note;
import dev.roadstead.model.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open way to a node's engine, and what was last learned over it. Written by the one pass over its Node; {@link
 * #access} and {@link #relistSoon} are for any thread.
 */
final class NodeConnection implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NodeConnection.class);
    private static final Duration LIST_INTERVAL = Duration.ofSeconds(30);

    /** For what neither an event tells nor a list shows. */
    private static final Duration INSPECT_INTERVAL = Duration.ofMinutes(10);

    private final Node node;
    private final String credentials;
    private final Host host;
    private final DiskWatch disk;
    private final AutoCloseable subscription;
    private final AtomicReference<@Nullable Instant> spaceRanOut = new AtomicReference<>();
    private final Set<Note> told = new HashSet<>();
    private volatile HostAccess access = new HostAccess.Pending();
    private volatile boolean relistWanted = true;
    private Instant lastContact;
    private Instant lastList = Instant.MIN;
    private Instant lastInspection = Instant.MIN;

    /** Which of a node's containers are to be looked at. */
    enum Due {
        NONE,
        /** Those that a list has something against. */
        SUSPICIOUS,
        ALL
    }

    /**
     * Opens the event stream; nothing is waited for.
     *
     * @param credentials revision of the Secret that the way was opened with
     * @param owned whether the engine may be changed now; asked after an effect has waited for its turn
     * @param pace has effects wait for their turn
     */
    NodeConnection(
            Node node,
            String credentials,
            Host engine,
            BooleanSupplier owned,
            UnaryOperator<Host> pace,
            String installation,
            HostEvents.Listener listener,
            InstantSource clock) {
        this.node = node;
        this.credentials = credentials;
        Fence fence = new Fence(engine, owned, () -> spaceRanOut.set(clock.instant()));
        this.host = pace.apply(new GuardedHost(engine, fence, fence));
        this.lastContact = clock.instant();
        this.disk = new DiskWatch(host, clock);
        this.subscription = host.subscribe(installation, listener);
    }

    /** Whether this is still the way that the Node describes, with the Secret as it is now. */
    boolean leadsTo(Node other, String presentCredentials) {
        return node.metadata().requireUid().equals(other.metadata().requireUid())
                && node.spec().connection().equals(other.spec().connection())
                && credentials.equals(presentCredentials);
    }

    /** Takes over what is known of the same engine from the connection that this one replaces. */
    void continues(NodeConnection before) {
        if (before.node.metadata().requireUid().equals(node.metadata().requireUid())) {
            lastContact = before.lastContact;
        }
    }

    Host host() {
        return host;
    }

    @Nullable
    DiskUse disk() {
        DiskWatch.Look latest = disk.latest();
        return latest == null ? null : latest.use();
    }

    /** Of every Docker volume, by name; none until they were measured. */
    Map<String, Long> volumeBytes() {
        DiskWatch.Look latest = disk.latest();
        return latest == null ? Map.of() : latest.use().volumeBytes();
    }

    Optional<Measured> measured(String dockerVolume) {
        DiskWatch.Look latest = disk.latest();
        Long bytes = latest == null ? null : latest.use().volumeBytes().get(dockerVolume);
        return latest == null || bytes == null ? Optional.empty() : Optional.of(new Measured(bytes, latest.at()));
    }

    @Nullable
    Instant spaceRanOut() {
        return spaceRanOut.get();
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

    /** All after a gap in the events, and at times anyway; asking makes it done. */
    Due takeRelist(Instant now) {
        if (relistWanted || !now.isBefore(lastInspection.plus(INSPECT_INTERVAL))) {
            relistWanted = false;
            lastList = now;
            lastInspection = now;
            return Due.ALL;
        }
        if (now.isBefore(lastList.plus(LIST_INTERVAL))) {
            return Due.NONE;
        }
        lastList = now;
        return Due.SUSPICIOUS;
    }

    /** Those that were not among the notes of the last time. */
    List<Note> news(List<Note> notes) {
        List<Note> fresh = notes.stream().filter(note -> !told.contains(note)).toList();
        told.clear();
        told.addAll(notes);
        return fresh;
    }

    @Override
    public void close() {
        access = new HostAccess.Closed("the connection to its node is being closed");
        disk.close();
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
