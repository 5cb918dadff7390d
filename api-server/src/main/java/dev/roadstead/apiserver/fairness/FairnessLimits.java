package dev.roadstead.apiserver.fairness;

import java.time.Duration;
import java.util.Set;

/**
 * What requests are bounded by.
 *
 * @param server everything together
 * @param tenant all users of one Organization together
 * @param user each user
 * @param client each client of a user
 * @param guaranteedSeats of the server's seats, those that only {@code guaranteedUsers} get; fewer than the server has
 * @param guaranteedUsers what must not wait for others: the server's own controllers
 * @param maxWait how long a request waits for a seat before it is refused
 */
public record FairnessLimits(
        Bound server,
        Bound tenant,
        Bound user,
        Bound client,
        int guaranteedSeats,
        Set<String> guaranteedUsers,
        Duration maxWait) {

    public FairnessLimits {
        guaranteedUsers = Set.copyOf(guaranteedUsers);
        if (guaranteedSeats < 0 || guaranteedSeats >= server.seats()) {
            throw new IllegalArgumentException("of " + server.seats() + " seats from 0 to " + (server.seats() - 1)
                    + " can be guaranteed, not " + guaranteedSeats);
        }
    }

    /**
     * For a small host. One client alone gets 64 requests served at a time, which is enough to fill the store's groups of
     * commits; several such clients are needed before any of them waits for another. One Organization gets half of the seats.
     */
    public static FairnessLimits defaults(Set<String> guaranteedUsers) {
        return new FairnessLimits(
                new Bound(256, 8_000, Rate.UNLIMITED),
                new Bound(128, 4_000, new Rate(150_000, 300_000)),
                new Bound(96, 2_000, new Rate(120_000, 240_000)),
                new Bound(64, 1_000, new Rate(60_000, 120_000)),
                32,
                guaranteedUsers,
                Duration.ofSeconds(10));
    }

    /** Leaves the guaranteed users their part of the queue too, or a crowd that waits would keep them out. */
    Bound everybody() {
        int seats = server.seats() - guaranteedSeats;
        return new Bound(seats, (int) ((long) server.queue() * seats / server.seats()), server.rate());
    }
}
