package dev.roadstead.controller.reconcile.node;

import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.plan.DiskUse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at an engine's disk now and then, on a thread of its own: an engine with much on it takes long to add that up, and
 * nothing may wait for it.
 */
final class DiskWatch implements AutoCloseable {
    /** So that it does not compete with what a start has to do. */
    private static final Duration FIRST = Duration.ofSeconds(20);

    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final Logger log = LoggerFactory.getLogger(DiskWatch.class);

    private final Host host;
    private final Thread thread;
    private final InstantSource clock;
    private volatile @Nullable Look latest;

    /** What was found, and when. */
    record Look(DiskUse use, Instant at) {}

    DiskWatch(Host host, InstantSource clock) {
        this.host = host;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("disk-watch").start(this::run);
    }

    /** Null until it was looked at for the first time. */
    @Nullable
    Look latest() {
        return latest;
    }

    private void run() {
        try {
            Thread.sleep(FIRST);
            while (true) {
                look();
                Thread.sleep(INTERVAL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void look() {
        try {
            latest = new Look(host.disk(), clock.instant());
        } catch (HostException e) {
            log.debug("an engine's disk was not looked at", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
