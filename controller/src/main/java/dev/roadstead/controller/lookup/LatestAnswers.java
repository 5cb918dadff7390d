package dev.roadstead.controller.lookup;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * The latest answer to each question, asked for in the background: each question by one at a time, and a bounded number of
 * them at once. What nobody has asked for in a while is forgotten when there is much of it. Thread-safe.
 */
final class LatestAnswers<Q, A> implements AutoCloseable {
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);
    private static final int WAITING = 1_000;
    private static final int MOST = 20_000;

    private final Function<Q, A> ask;
    private final InstantSource clock;
    private final Semaphore seats;
    private final Set<Q> underWay = ConcurrentHashMap.newKeySet();
    private final Map<Q, Known<A>> known = new ConcurrentHashMap<>();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    private record Known<A>(A answer, Instant asked) {}

    /** {@code ask} blocks, has a deadline of its own, and makes an answer of a failure. */
    LatestAnswers(Function<Q, A> ask, int atOnce, InstantSource clock) {
        this.ask = ask;
        this.seats = new Semaphore(atOnce);
        this.clock = clock;
    }

    /**
     * The latest answer; empty while there is none.
     *
     * @param freshFor how long an answer is good for; after that it is asked for anew
     * @param onAnswer runs when there is an answer to what this call began to ask
     */
    Optional<A> find(Q question, Function<A, Duration> freshFor, Runnable onAnswer) {
        Known<A> latest = known.get(question);
        boolean stale = latest == null || isStale(latest, freshFor.apply(latest.answer()));
        if (stale && underWay.size() < WAITING && underWay.add(question)) {
            workers.execute(() -> answer(question, onAnswer));
        }
        return Optional.ofNullable(latest).map(Known::answer);
    }

    /** An answer from the future is one from before the clock was put back. */
    private boolean isStale(Known<A> latest, Duration fresh) {
        Instant now = clock.instant();
        return now.isBefore(latest.asked()) || !now.isBefore(latest.asked().plus(fresh));
    }

    private void answer(Q question, Runnable onAnswer) {
        try {
            seats.acquire();
            try {
                keep(question, ask.apply(question));
            } finally {
                seats.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } finally {
            underWay.remove(question);
        }
        onAnswer.run();
    }

    private void keep(Q question, A answer) {
        Instant now = clock.instant();
        if (known.size() >= MOST) {
            known.values().removeIf(it -> it.asked().isBefore(now.minus(FORGOTTEN)));
        }
        known.put(question, new Known<>(answer, now));
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
