package dev.roadstead.apiserver.fairness;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.RateLimit;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** Lets the threads of requests wait until {@link SeatBook} seats them. Thread-safe. */
public final class Turnstile {
    private static final Duration RETRY_AFTER_WAIT = Duration.ofSeconds(2);

    private final Duration maxWait;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private final SeatBook book;
    private final Map<Ticket, Condition> waiting = new HashMap<>();

    /** {@code nanoClock}: monotonic, in nanoseconds. */
    public Turnstile(FairnessLimits limits, LongSupplier nanoClock) {
        this.maxWait = limits.maxWait();
        this.nanoClock = nanoClock;
        this.book = new SeatBook(limits, nanoClock.getAsLong());
    }

    /**
     * Waits for its turn.
     *
     * @param seats how many seats the request needs, at least 1
     * @param atMost how long to wait; never longer than the limits say
     * @throws ApiException TooManyRequests when the flow asks too often, too many of its requests wait, or the wait was in
     *     vain
     */
    public Seat enter(Flow flow, int seats, Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            return switch (book.arrive(flow, seats, nanoClock.getAsLong())) {
                case SeatBook.Verdict.Accepted(Ticket ticket, List<Ticket> seated) -> {
                    admit(seated);
                    if (!seated.contains(ticket)) {
                        await(flow, ticket, atMost.compareTo(maxWait) < 0 ? atMost : maxWait);
                    }
                    yield seat(ticket);
                }
                case SeatBook.Verdict.Refused(String message, Duration retryAfter, RateLimit limit) ->
                    throw new ApiException(new ApiFault.TooManyRequests(message, retryAfter, limit));
            };
        } finally {
            lock.unlock();
        }
    }

    private void await(Flow flow, Ticket ticket, Duration atMost) throws InterruptedException {
        Condition turn = lock.newCondition();
        waiting.put(ticket, turn);
        boolean seated = false;
        try {
            long left = atMost.toNanos();
            while (waiting.containsKey(ticket) && left > 0) {
                left = turn.awaitNanos(left);
            }
            seated = !waiting.containsKey(ticket);
        } finally {
            if (!seated) {
                giveUp(ticket);
            }
        }
        if (!seated) {
            throw new ApiException(new ApiFault.TooManyRequests(
                    "the server is busy with other requests of " + flow.user() + " or of others; none ended within "
                            + atMost.toMillis() + " ms that this one could follow; try again later",
                    RETRY_AFTER_WAIT,
                    ticket.leaf().queueLimit()));
        }
    }

    /** An interrupt may come when the turn has come too. */
    private void giveUp(Ticket ticket) {
        admit(waiting.remove(ticket) == null ? book.leave(ticket) : book.abandon(ticket));
    }

    private Seat seat(Ticket ticket) {
        AtomicBoolean left = new AtomicBoolean();
        return () -> {
            if (left.compareAndSet(false, true)) {
                leave(ticket);
            }
        };
    }

    private void leave(Ticket ticket) {
        lock.lock();
        try {
            admit(book.leave(ticket));
        } finally {
            lock.unlock();
        }
    }

    private void admit(List<Ticket> seated) {
        for (Ticket ticket : seated) {
            Condition turn = waiting.remove(ticket);
            if (turn != null) {
                turn.signal();
            }
        }
    }
}
