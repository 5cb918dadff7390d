package dev.roadstead.controller.host.docker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The server that {@linkplain Carriers carriers} are made for, and which of them it uses now: of all its ways to all engines,
 * for there may be two to one. Thread-safe.
 *
 * @param name of the server, the same after it was started anew
 * @param clock by which carriers of other servers grow old
 * @param lent names of those in use
 */
public record Lender(String name, InstantSource clock, Set<String> lent) {
    /** Longer than any copy takes that another server may be at. */
    private static final Duration OTHERS_KEEP = Duration.ofHours(24);

    public Lender(String name, InstantSource clock) {
        this(name, clock, ConcurrentHashMap.newKeySet());
    }

    /** Whether nobody uses a carrier any more; {@code server} is empty when it does not say whose it is. */
    boolean isLeft(String carrier, String server, Instant createdAt) {
        return !lent.contains(carrier)
                && (server.equals(name) || createdAt.plus(OTHERS_KEEP).isBefore(clock.instant()));
    }
}
