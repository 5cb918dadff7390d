package dev.roadstead.apiserver.registry;

import dev.roadstead.apiserver.store.ObjectKey;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writers of one object take turns, first come, first served; writers of different objects never wait for each other.
 * Thread-safe.
 */
final class Turns {
    private final Map<ObjectKey, Turn> turns = new ConcurrentHashMap<>();

    /** The queue of one object; it exists while somebody holds it or waits in it. */
    private static final class Turn {
        private final ReentrantLock lock = new ReentrantLock(true);

        /** Changed by the map's computations only, one at a time. */
        private int writers;
    }

    /** Whether somebody writes the object, or waits for that. */
    boolean isTaken(ObjectKey key) {
        return turns.containsKey(key);
    }

    /** Waits for the caller's turn, to be ended by {@link #leave}; false if it did not come in time. */
    boolean enter(ObjectKey key, Duration atMost) throws InterruptedException {
        Turn turn = turns.compute(key, (ignored, known) -> {
            Turn entered = known == null ? new Turn() : known;
            entered.writers++;
            return entered;
        });
        boolean mine = false;
        try {
            mine = turn.lock.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return mine;
        } finally {
            if (!mine) {
                forget(key);
            }
        }
    }

    /** Ends the turn of the calling thread. */
    void leave(ObjectKey key) {
        Objects.requireNonNull(turns.get(key), "who leaves has entered").lock.unlock();
        forget(key);
    }

    private void forget(ObjectKey key) {
        turns.computeIfPresent(key, (ignored, turn) -> --turn.writers == 0 ? null : turn);
    }
}
