package dev.roadstead.apiserver.people;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.store.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every hour whether the keys of access tokens are old, and removes Sessions that have ended by themselves. */
public final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration EVERY = Duration.ofHours(1);

    private final SessionKeys keys;
    private final Sessions sessions;
    private final Thread thread = Thread.ofVirtual().name("sign-in-upkeep").unstarted(this::run);

    private Upkeep(SessionKeys keys, Sessions sessions) {
        this.keys = keys;
        this.sessions = sessions;
    }

    /** Makes the keys if there are none, then works until {@link #close}. */
    public static Upkeep start(SessionKeys keys, Sessions sessions) {
        keys.rotateIfDue();
        Upkeep upkeep = new Upkeep(keys, sessions);
        upkeep.thread.start();
        return upkeep;
    }

    private void run() {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(EVERY.toNanos());
                workOrReport();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void workOrReport() {
        try {
            keys.rotateIfDue();
            sessions.sweep();
        } catch (ApiException | StoreUnavailableException e) {
            LOG.warn("The keys and Sessions could not be looked after, tried again in an hour: {}", e.getMessage());
        } catch (RuntimeException e) { // of this worker, which must live to see the next hour
            LOG.error("The keys and Sessions could not be looked after", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
