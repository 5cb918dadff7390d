package dev.roadstead.backup.repository;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.blob.BlobStore;
import dev.roadstead.backup.restic.Damage;
import dev.roadstead.backup.restic.Json;
import dev.roadstead.backup.restic.Layout;
import dev.roadstead.backup.restic.SealedObjects;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * restic's locks, which restic respects too: whoever writes or reads holds a shared one, whoever removes the only one. A
 * lock is written first and looked around after, so that of two at the same moment at least one steps back. It is
 * written anew every five minutes; one that is half an hour old, or whose process is gone from this machine, is stale.
 */
final class Locks {
    static final Duration STALE = Duration.ofMinutes(30);

    private static final Duration REFRESH = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(Locks.class);

    private final BlobStore store;
    private final SealedObjects objects;
    private final InstantSource clock;
    private final Owner owner;
    private final Duration patience;

    Locks(BlobStore store, SealedObjects objects, InstantSource clock, Owner owner, Duration patience) {
        this.store = store;
        this.objects = objects;
        this.clock = clock;
        this.owner = owner;
        this.patience = patience;
    }

    /** For reading and adding; waits for whoever removes. */
    Held shared() {
        return acquire(false);
    }

    /** For removing; waits until nobody else is there. */
    Held exclusive() {
        return acquire(true);
    }

    private Held acquire(boolean exclusive) {
        Instant end = clock.instant().plus(patience);
        while (true) {
            var held = new Held(exclusive);
            Optional<String> other;
            try {
                other = conflict(held);
            } catch (RuntimeException e) {
                held.abandon(e);
                throw e;
            }
            if (other.isEmpty()) {
                held.keep();
                return held;
            }
            held.close();
            if (!clock.instant().isBefore(end)) {
                throw new RepositoryException(
                        Kind.LOCKED,
                        "The repository in " + store.describe() + " is in use by " + other.get()
                                + ". It is tried again later; a lock that nobody holds ends after "
                                + STALE.toMinutes() + " minutes.");
            }
            pause();
        }
    }

    /** Who else is there, but for whom nobody has to wait; removes stale locks. */
    private Optional<String> conflict(Held own) {
        for (var blob : store.list(Layout.LOCKS)) {
            if (blob.name().equals(own.name)) {
                continue;
            }
            Optional<JsonNode> other = load(blob.name());
            if (other.isEmpty()) {
                continue;
            }
            JsonNode lock = other.get();
            Instant time = time(blob.name(), lock);
            String host = lock.path("hostname").asText();
            long pid = lock.path("pid").asLong();
            if (time.plus(STALE).isBefore(clock.instant()) || owner.isGone(host, pid, time)) {
                LOG.info("removing the lock of process {} on {}, which is gone", pid, host);
                store.delete(blob.name());
            } else if (own.exclusive || lock.path("exclusive").asBoolean()) {
                return Optional.of("process " + pid + " on " + host + " since " + time);
            }
        }
        return Optional.empty();
    }

    /** Empty when it has just been removed. */
    private Optional<JsonNode> load(String name) {
        try {
            return Optional.of(Json.object(name, objects.load(name)));
        } catch (RepositoryException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Instant time(String name, JsonNode lock) {
        try {
            return OffsetDateTime.parse(lock.path("time").asText()).toInstant();
        } catch (DateTimeException e) {
            throw Damage.in(name, "is no lock", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            throw Interrupts.interrupted(e);
        }
    }

    /** A lock that this process has, kept fresh until it is closed. */
    final class Held implements AutoCloseable {
        private final boolean exclusive;
        private volatile String name;
        private volatile Instant written;
        private volatile boolean closed;
        private Thread refresher = Thread.currentThread();

        private Held(boolean exclusive) {
            this.exclusive = exclusive;
            written = clock.instant();
            name = write(written);
        }

        /** Throws LOCKED when the lock has been lost meanwhile: another may have removed what was relied on. */
        void ensure() {
            boolean fresh = clock.instant().isBefore(written.plus(STALE));
            if (!fresh || store.read(name).isEmpty()) {
                throw new RepositoryException(
                        Kind.LOCKED,
                        "The lock on the repository in " + store.describe()
                                + " was lost while it was used; what was begun is not completed. Try again.");
            }
        }

        @Override
        public void close() {
            synchronized (this) {
                closed = true;
                if (!refresher.equals(Thread.currentThread())) {
                    refresher.interrupt();
                }
            }
            // Interrupted or not, nobody shall have to wait for this lock.
            boolean interrupted = Thread.interrupted();
            try {
                store.delete(name);
            } catch (RepositoryException e) {
                LOG.warn("a lock stays in {} until it is stale: {}", store.describe(), e.getMessage());
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private void abandon(RuntimeException failure) {
            try {
                store.delete(name);
            } catch (RepositoryException e) {
                failure.addSuppressed(e);
            }
        }

        private void keep() {
            refresher = Thread.ofVirtual().name("backup-lock").start(this::refresh);
        }

        private void refresh() {
            while (!closed) {
                try {
                    Thread.sleep(REFRESH);
                    refreshOnce();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (RepositoryException e) {
                    LOG.warn("cannot refresh a lock in {}: {}", store.describe(), e.getMessage());
                }
            }
        }

        /** The new one is there before the old one goes. */
        private synchronized void refreshOnce() {
            if (closed || store.read(name).isEmpty()) {
                return;
            }
            Instant now = clock.instant();
            String old = name;
            name = write(now);
            written = now;
            store.delete(old);
        }

        private String write(Instant now) {
            byte[] json = Json.bytes(Json.MAPPER
                    .createObjectNode()
                    .put("time", now.toString())
                    .put("exclusive", exclusive)
                    .put("hostname", owner.host())
                    .put("username", "roadstead")
                    .put("pid", owner.pid()));
            return Layout.LOCKS + objects.save(Layout.LOCKS, json);
        }
    }
}
