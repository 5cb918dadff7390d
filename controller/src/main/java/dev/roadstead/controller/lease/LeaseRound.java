package dev.roadstead.controller.lease;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.client.PatchOf;
import dev.roadstead.controller.lease.Ownership.Claim;
import dev.roadstead.controller.lease.Time.Moment;
import dev.roadstead.model.ObjectMeta;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One server's Lease, renewed round by round. {@link #renew} is for one thread at a time; {@link #claim} for any.
 *
 * <p>A round writes first and looks then: what it saw is therefore newer than what its claim counts from.
 */
final class LeaseRound implements Ownership {
    static final String NAMESPACE = "roadstead-system";
    private static final Duration FORGET_AFTER = Duration.ofHours(1);

    private final ApiClient client;
    private final String name;
    private final Duration duration;
    private final Duration trusted;
    private final Time time;
    private final Peers peers;
    private @Nullable Lease own;
    private volatile Standing standing = new Standing(null, null);

    /** What is trusted until the next round: a view, and the moment from which it counts. */
    private record Standing(@Nullable View view, @Nullable Moment since) {}

    /**
     * Wires it up.
     *
     * @param name of its Lease; no other live server may have it
     * @param duration without a renewal after which the others take this server for dead
     * @param trusted how long it trusts its own claim after a renewal; the less, the safer against slow calls
     */
    LeaseRound(ApiClient client, String name, Duration duration, Duration trusted, Time time) {
        this.client = client;
        this.name = name;
        this.duration = duration;
        this.trusted = trusted;
        this.time = time;
        this.peers = new Peers(duration);
    }

    @Override
    public Claim claim(String shard) {
        Standing now = standing;
        if (now.view() == null || now.since() == null) {
            return Claim.UNCLEAR;
        }
        Claim claim = now.view().claim(shard);
        return claim == Claim.OURS && !now.since().isWithin(trusted, time) ? Claim.UNCLEAR : claim;
    }

    /**
     * Renews the Lease and looks who else is there; twice if somebody is new, who waits to be told that he is known.
     *
     * @return whether claims may be others than before
     * @throws ApiCallException if the server does not do it; what was claimed before runs out in its own time
     */
    boolean renew() {
        Standing before = standing;
        Set<String> told = round();
        if (!told.equals(tokens())) {
            round();
        }
        boolean hadLapsed = before.since() == null || !before.since().isWithin(trusted, time);
        return hadLapsed || !same(before.view(), standing.view());
    }

    /** Whether somebody who is alive has not heard of this server yet. */
    boolean isUnknownToSome() {
        View view = standing.view();
        return view != null && !view.isKnown();
    }

    /** Gives the Lease back, so that the others need not wait for it to run out. */
    void release() {
        Lease held = own;
        own = null;
        standing = new Standing(null, null);
        if (held != null) {
            client.delete(Lease.TYPE, NAMESPACE, name, held.metadata().requireUid());
        }
    }

    private static boolean same(@Nullable View one, @Nullable View other) {
        return one != null
                && other != null
                && one.token().equals(other.token())
                && one.tokens().equals(other.tokens())
                && one.isKnown() == other.isKnown();
    }

    /** Returns whom it said that it knows. */
    private Set<String> round() {
        Moment begin = Moment.of(time);
        Set<String> known = tokens();
        Lease written = write(known);
        own = written;
        List<Lease> others = client.list(Lease.TYPE).items().stream()
                .filter(Lease::isServers)
                .filter(lease -> NAMESPACE.equals(lease.metadata().namespace())
                        && !lease.name().equals(name))
                .toList();
        long now = time.nanos();
        peers.observe(others, now);
        standing = new Standing(new View(name, written.token(), peers.alive(now)), begin);
        peers.forgotten(now, FORGET_AFTER).forEach(this::sweep);
        return known;
    }

    private Set<String> tokens() {
        View view = standing.view();
        return view == null ? Set.of() : view.tokens();
    }

    private Lease write(Set<String> known) {
        Lease held = own;
        if (held == null) {
            return acquire(known);
        }
        Moment since = standing.since();
        boolean lapsed = since == null || !since.isWithin(trusted, time);
        try {
            return patch(held, known, lapsed);
        } catch (ApiCallException e) {
            if (!e.notFound() && !e.conflict()) {
                throw e;
            }
            // Taken away, or written to by somebody: nothing that was claimed with it counts any more.
            own = null;
            standing = new Standing(null, null);
            return acquire(known);
        }
    }

    private Lease acquire(Set<String> known) {
        ObjectMeta metadata = new ObjectMeta(
                name,
                NAMESPACE,
                null,
                null,
                0,
                null,
                null,
                Map.of(Lease.LABEL, name),
                Map.of(Lease.KNOWS, joined(known)),
                List.of(),
                List.of());
        Lease.Spec spec = new Lease.Spec(name, (int) duration.toSeconds(), stamp(), stamp(), 0);
        try {
            return client.create(Lease.TYPE, new Lease(metadata, spec));
        } catch (ApiCallException e) {
            if (!e.alreadyExists()) {
                throw e;
            }
        }
        // Of a former life of this server, which ended without giving it back.
        Optional<Lease> left = client.find(Lease.TYPE, NAMESPACE, name);
        return left.map(lease -> patch(lease, known, true))
                .orElseThrow(() -> new ApiCallException(409, "Conflict", "Lease " + name + " came and went", null));
    }

    private Lease patch(Lease held, Set<String> known, boolean anew) {
        ObjectNode patch = PatchOf.unchanged(held.metadata());
        ObjectNode metadata = patch.withObject("/metadata");
        metadata.putObject("annotations").put(Lease.KNOWS, joined(known));
        metadata.putObject("labels").put(Lease.LABEL, name);
        ObjectNode spec = patch.putObject("spec").put("renewTime", stamp());
        if (anew) {
            int transitions =
                    held.spec().leaseTransitions() == null ? 0 : held.spec().leaseTransitions();
            spec.put("holderIdentity", name)
                    .put("leaseDurationSeconds", duration.toSeconds())
                    .put("acquireTime", stamp())
                    .put("leaseTransitions", transitions + 1);
        }
        return client.patch(Lease.TYPE, NAMESPACE, name, patch);
    }

    private void sweep(Lease dead) {
        try {
            client.delete(Lease.TYPE, NAMESPACE, dead.name(), dead.metadata().requireUid());
        } catch (ApiCallException e) {
            if (!e.notFound() && !e.conflict()) {
                throw e;
            }
        }
    }

    private static String joined(Set<String> tokens) {
        return String.join(",", new TreeSet<>(tokens));
    }

    private String stamp() {
        return time.now().truncatedTo(ChronoUnit.MICROS).toString();
    }
}
