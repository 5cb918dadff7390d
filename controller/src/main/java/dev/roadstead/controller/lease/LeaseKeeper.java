package dev.roadstead.controller.lease;

import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps this server's Lease alive while it runs, and tells when work may have come to it. Thread-safe. */
public final class LeaseKeeper implements Ownership, AutoCloseable {
    /** The others wait this long for a server that is silent. */
    private static final Duration DURATION = Duration.ofSeconds(15);

    /** A server trusts its own claim this long: 5 s less, for effects that are under way when it runs out. */
    private static final Duration TRUSTED = Duration.ofSeconds(10);

    private static final Duration RENEWAL = Duration.ofSeconds(3);
    private static final Duration WHILE_UNKNOWN = Duration.ofMillis(300);

    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

    private final LeaseRound round;
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    private volatile boolean closed;

    /**
     * Wires it up; nothing is claimed before {@link #start}.
     *
     * @param name of the Lease; no other live server may have it
     */
    public LeaseKeeper(ApiClient client, String name) {
        this.round = new LeaseRound(client, name, DURATION, TRUSTED, Time.system());
    }

    /**
     * Takes the Lease, which is two calls when no other server is there, and keeps it from then on.
     *
     * @param changed called from then on when shards may have become this server's, or ceased to be; must not block
     * @throws ApiCallException if the API server does not answer as expected
     */
    public void start(Runnable changed) {
        boolean _ = round.renew(); // whoever starts this asks for everything anyway
        thread.set(Thread.ofVirtual().name("lease").start(() -> run(changed)));
    }

    @Override
    public Claim claim(String shard) {
        return round.claim(shard);
    }

    private void run(Runnable changed) {
        boolean failing = false;
        try {
            while (!closed) {
                Thread.sleep(round.isUnknownToSome() ? WHILE_UNKNOWN : RENEWAL);
                failing = !renewed(changed, failing);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private boolean renewed(Runnable changed, boolean wasFailing) {
        try {
            if (round.renew()) {
                changed.run();
            }
            return true;
        } catch (ApiCallException e) {
            if (!wasFailing && !closed) {
                log.warn("the Lease of this server is not renewed, its work rests: {}", e.getMessage());
            }
        } catch (RuntimeException e) {
            log.error("renewing the Lease of this server failed", e);
        }
        return false;
    }

    /** Gives the Lease back, so that the others need not wait. */
    @Override
    public void close() {
        closed = true;
        Thread running = thread.get();
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            running.join(Duration.ofSeconds(1));
            round.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ApiCallException e) {
            log.debug("the Lease was not given back; it runs out", e);
        }
    }
}
