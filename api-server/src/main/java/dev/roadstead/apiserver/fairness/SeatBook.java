package dev.roadstead.apiserver.fairness;

import dev.roadstead.apiserver.fault.RateLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides who is seated, who waits and who is refused. Has no clock: moments are nanoseconds of one monotonic clock. Not
 * thread-safe.
 */
final class SeatBook {
    private static final Duration QUEUE_RETRY = Duration.ofSeconds(1);
    /** Tenants and users come and go; those that rest are forgotten. */
    private static final int USERS = 10_000;
    /** A client says itself what it is called, so a user could claim any number of them. */
    private static final int CLIENTS_OF_USER = 64;

    private final FairnessLimits limits;
    private final Share server;
    private final Share everybody;
    private final Share guaranteed;

    SeatBook(FairnessLimits limits, long now) {
        this.limits = limits;
        this.server = new Share(null, Share.SERVER, limits.server(), 2, now);
        this.everybody = server.child(Share.SERVER, "everybody", limits.everybody(), USERS, now);
        this.guaranteed = server.child(Share.SERVER, "guaranteed", limits.server(), USERS, now);
    }

    /** What becomes of a request that has just come. */
    sealed interface Verdict {
        /**
         * It is seated or waits.
         *
         * @param seated those that are seated now, in their order: this one, if it need not wait, and who was behind it
         */
        record Accepted(Ticket ticket, List<Ticket> seated) implements Verdict {}

        record Refused(String message, Duration retryAfter, RateLimit limit) implements Verdict {}
    }

    /**
     * A request comes.
     *
     * @param seats how much work it is, in seats; it gets fewer where a bound has not so many
     */
    Verdict arrive(Flow flow, int seats, long now) {
        Share leaf = leaf(flow, now);
        int wanted = Math.min(seats, leastSeats(leaf));
        for (Share share = leaf; share != null; share = share.parent()) {
            Duration delay = share.rateDelay(now, wanted);
            if (delay.isPositive()) {
                return new Verdict.Refused(
                        share.whose(flow) + " sends more requests than "
                                + Math.round(share.bound.rate().perSecond()) + " a second; send fewer",
                        delay,
                        share.rateLimit());
            }
        }
        Ticket ticket = new Ticket(leaf, wanted);
        Share full = fits(ticket) ? null : fullQueue(leaf);
        if (full != null) {
            return new Verdict.Refused(
                    "too many requests of " + full.whose(flow) + " wait already; try again later",
                    QUEUE_RETRY,
                    full.queueLimit());
        }
        for (Share share = leaf; share != null; share = share.parent()) {
            share.countRate(now, wanted);
        }
        if (fits(ticket)) {
            take(ticket);
            return new Verdict.Accepted(ticket, List.of(ticket));
        }
        leaf.enqueue(ticket);
        return new Verdict.Accepted(ticket, seatWaiting());
    }

    /** A request is done; returns those that are seated now in its place, in their order. */
    List<Ticket> leave(Ticket ticket) {
        for (Share share = ticket.leaf(); share != null; share = share.parent()) {
            share.give(ticket.seats());
        }
        return seatWaiting();
    }

    /** A request that waits does so no longer; returns those that only it was in the way of. */
    List<Ticket> abandon(Ticket ticket) {
        ticket.leaf().dequeue(ticket);
        return seatWaiting();
    }

    private Share leaf(Flow flow, long now) {
        Share known = limits.guaranteedUsers().contains(flow.user()) ? guaranteed : everybody;
        Share tenant =
                flow.tenant().isEmpty() ? known : known.child(Share.TENANT, flow.tenant(), limits.tenant(), USERS, now);
        return tenant.child(Share.USER, flow.user(), limits.user(), CLIENTS_OF_USER, now)
                .child(Share.CLIENT, flow.client(), limits.client(), 0, now);
    }

    private static int leastSeats(Share leaf) {
        int least = leaf.bound.seats();
        for (Share share = leaf; share != null; share = share.parent()) {
            least = Math.min(least, share.bound.seats());
        }
        return least;
    }

    /** The first whose queue is full; null when there is room in all. */
    private static @Nullable Share fullQueue(Share leaf) {
        for (Share share = leaf; share != null; share = share.parent()) {
            if (!share.hasQueueRoom()) {
                return share;
            }
        }
        return null;
    }

    /** Whether there are seats for it, and nobody whose turn comes before. */
    private boolean fits(Ticket ticket) {
        for (Share share = ticket.leaf(); share != null; share = share.parent()) {
            if (!share.hasSeats(ticket.seats())) {
                return false;
            }
        }
        return server.nobodyWaits();
    }

    private static void take(Ticket ticket) {
        for (Share share = ticket.leaf(); share != null; share = share.parent()) {
            share.take(ticket.seats());
        }
    }

    /** The next in turn is never passed by one that needs less, or a large request would wait for ever. */
    private List<Ticket> seatWaiting() {
        if (server.nobodyWaits()) {
            return List.of();
        }
        List<Ticket> seated = new ArrayList<>();
        for (Ticket next = server.next(); next != null && server.hasSeats(next.seats()); next = server.next()) {
            next.leaf().dequeue(next);
            take(next);
            seated.add(next);
        }
        return seated;
    }
}
