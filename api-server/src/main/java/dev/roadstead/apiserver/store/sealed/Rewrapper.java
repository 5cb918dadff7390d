package dev.roadstead.apiserver.store.sealed;

import dev.roadstead.apiserver.store.StoreUnavailableException;
import dev.roadstead.apiserver.store.StoredBodies;
import dev.roadstead.apiserver.store.StoredObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what is stored under the first key of the file, history included: once after the start, and whenever the keys
 * or the encrypted kinds change. Works in small steps beside the traffic; a killed one starts again from the beginning,
 * and finds little left to do.
 *
 * <p>After a change it passes over everything a second time, later than any write that may still have been on its way
 * with the old key.
 */
public final class Rewrapper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rewrapper.class);
    private static final int BATCH = 200;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration BETWEEN_BATCHES = Duration.ofMillis(10);

    private final StoredBodies bodies;
    private final KeyFile keys;
    private final SecureRandom random;
    private final Supplier<Set<String>> encrypted;
    private final Duration longestWrite;
    private final Thread thread;

    /** What stored bodies should be like. */
    private record Goal(String key, Set<String> resources) {}

    private Rewrapper(
            StoredBodies bodies,
            KeyFile keys,
            SecureRandom random,
            Supplier<Set<String>> encrypted,
            Duration longestWrite) {
        this.bodies = bodies;
        this.keys = keys;
        this.random = random;
        this.encrypted = encrypted;
        this.longestWrite = longestWrite;
        this.thread = Thread.ofVirtual().name("rewrapper").unstarted(this::run);
    }

    /**
     * Begins.
     *
     * @param encrypted the resources (plural and group) whose bodies are encrypted
     * @param longestWrite how long a write can be on its way
     */
    public static Rewrapper start(
            StoredBodies bodies,
            KeyFile keys,
            SecureRandom random,
            Supplier<Set<String>> encrypted,
            Duration longestWrite) {
        Rewrapper rewrapper = new Rewrapper(bodies, keys, random, encrypted, longestWrite);
        rewrapper.thread.start();
        return rewrapper;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        Goal reached = new Goal("", Set.of());
        try {
            while (true) {
                keys.refresh();
                Goal goal = new Goal(keys.get().firstId(), new TreeSet<>(encrypted.get()));
                if (!goal.equals(reached) && attempt(goal, !reached.key().isEmpty())) {
                    reached = goal;
                    keys.report(goal.key());
                }
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean attempt(Goal goal, boolean changed) throws InterruptedException {
        try {
            if (pass(goal) > 0 || changed) {
                Thread.sleep(longestWrite);
                pass(goal);
            }
            return true;
        } catch (StoreUnavailableException e) {
            LOG.debug("Re-encryption waits for the database: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Cannot re-encrypt; the stored data is left as it is: {}", e.getMessage());
        }
        return false;
    }

    private int pass(Goal goal) throws InterruptedException {
        KeyRing ring = keys.get();
        int rewritten = 0;
        StoredBodies.Progress progress = new StoredBodies.Progress(0, 0, true);
        while (progress.more()) {
            progress = bodies.rewrite(
                    progress.revision(), BATCH, goal.resources(), stored -> recode(ring, random, stored));
            rewritten += progress.rewritten();
            if (progress.rewritten() > 0) {
                Thread.sleep(BETWEEN_BATCHES);
            }
        }
        if (rewritten > 0) {
            LOG.info("{} stored states are now encrypted with the key {}", rewritten, goal.key());
        }
        return rewritten;
    }

    /** The body under the ring's first key; empty when it is already. */
    private static Optional<byte[]> recode(KeyRing ring, SecureRandom random, StoredObject stored) {
        boolean sealed = Envelope.isEnvelope(stored.body());
        if (sealed && Envelope.keyId(stored.body()).equals(ring.firstId())) {
            return Optional.empty();
        }
        byte[] clear = sealed ? Envelope.open(ring, stored.key(), stored.uid(), stored.body()) : stored.body();
        return Optional.of(Envelope.seal(ring, random, stored.key(), stored.uid(), clear));
    }
}
