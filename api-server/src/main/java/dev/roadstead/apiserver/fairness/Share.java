package dev.roadstead.apiserver.fairness;

import dev.roadstead.apiserver.fault.RateLimit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree: what is taken of its bound, and who waits below it. A leaf has a queue, the others have children.
 * Not thread-safe.
 */
final class Share {
    /** Counts the flows together that come when a node has as many busy children as it keeps apart. */
    private static final String OTHERS = "";

    static final String SERVER = "server";
    static final String TENANT = "organization";
    static final String USER = "user";
    static final String CLIENT = "client";

    private static final int SWEEP_FROM = 64;

    final Bound bound;
    /** As clients are told it. */
    private final String level;

    private final @Nullable Share parent;
    private final int maxChildren;
    private final Map<String, Share> children = new HashMap<>();
    /** Longest without a turn first. */
    private final Set<Share> waiting = new LinkedHashSet<>();

    private final Deque<Ticket> queue = new ArrayDeque<>();
    private int taken;
    private int queued;
    private long rateMoment;
    private int sweepAt = SWEEP_FROM;

    Share(@Nullable Share parent, String level, Bound bound, int maxChildren, long now) {
        this.parent = parent;
        this.level = level;
        this.bound = bound;
        this.maxChildren = maxChildren;
        this.rateMoment = now;
    }

    @Nullable
    Share parent() {
        return parent;
    }

    /**
     * The child of that name, which is made if there is none.
     *
     * @param childLevel what the child is one of
     * @param keeps how many children it keeps apart in turn
     */
    Share child(String childLevel, String childName, Bound childBound, int keeps, long now) {
        // A user may be called like a tenant, but no name has a line's end.
        String name = childLevel.equals(TENANT) ? '\n' + childName : childName;
        Share known = children.get(name);
        if (known != null) {
            return known;
        }
        if (children.size() >= Math.min(sweepAt, maxChildren)) {
            children.values().removeIf(child -> child.isIdle(now));
            sweepAt = Math.max(SWEEP_FROM, 2 * children.size());
        }
        String key = children.size() < maxChildren ? name : OTHERS;
        return children.computeIfAbsent(key, ignored -> new Share(this, childLevel, childBound, keeps, now));
    }

    /** Whether nothing is lost with it. */
    private boolean isIdle(long now) {
        return taken == 0 && queued == 0 && rateMoment <= now;
    }

    /** The limit of requests a time, for a client that ran into it. */
    RateLimit rateLimit() {
        return new RateLimit(level + "-rate", bound.rate().burst(), bound.rate().rest());
    }

    /** The limit of requests that are served or wait, for a client that ran into it. */
    RateLimit queueLimit() {
        return new RateLimit(level + "-requests", (long) bound.seats() + bound.queue(), null);
    }

    /** Whose it is, as the refusal of a request of the flow says it. */
    String whose(Flow flow) {
        return level.equals(TENANT) ? "Organization " + flow.tenant() : flow.user();
    }

    boolean hasSeats(int seats) {
        return taken + seats <= bound.seats();
    }

    boolean hasQueueRoom() {
        return queued < bound.queue();
    }

    boolean nobodyWaits() {
        return queued == 0;
    }

    void take(int seats) {
        taken += seats;
    }

    void give(int seats) {
        taken -= seats;
    }

    Duration rateDelay(long now, int seats) {
        return bound.rate().delay(rateMoment, now, seats);
    }

    void countRate(long now, int seats) {
        rateMoment = bound.rate().after(rateMoment, now, seats);
    }

    /** To be called on a leaf. */
    void enqueue(Ticket ticket) {
        queue.add(ticket);
        for (Share share = this; share != null; share = share.parent) {
            share.queued++;
            if (share.parent != null) {
                share.parent.waiting.add(share);
            }
        }
    }

    /** To be called on a leaf. Whose turn it was goes behind the others. */
    void dequeue(Ticket ticket) {
        queue.remove(ticket);
        for (Share share = this; share != null; share = share.parent) {
            share.queued--;
            if (share.parent != null) {
                share.parent.waiting.remove(share);
                if (share.queued > 0) {
                    share.parent.waiting.add(share);
                }
            }
        }
    }

    /**
     * Whose turn it is below this node: of the children that have a seat left for their next, the one that holds the
     * fewest. Null when nobody can be seated.
     */
    @Nullable
    Ticket next() {
        if (!queue.isEmpty()) {
            return queue.peek();
        }
        Ticket next = null;
        int fewest = Integer.MAX_VALUE;
        for (Share child : waiting) {
            if (child.taken < fewest) {
                Ticket candidate = child.next();
                if (candidate != null && child.hasSeats(candidate.seats())) {
                    next = candidate;
                    fewest = child.taken;
                }
            }
        }
        return next;
    }
}
