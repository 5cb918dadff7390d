package dev.roadstead.apiserver.registry;

import dev.roadstead.apiserver.watch.ObjectFilter;
import dev.roadstead.apiserver.watch.SlowWatcherException;
import dev.roadstead.apiserver.watch.Subscription;
import dev.roadstead.apiserver.watch.WatchCache;
import dev.roadstead.apiserver.watch.WatchEndedException;
import dev.roadstead.apiserver.watch.WatchEvent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a listener, on a virtual thread of its own, of every object of one resource and of its changes. */
public final class ResourceFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceFollower.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final WatchCache cache;
    private final String resource;
    private final Listener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private final Thread thread;
    private long delivered;

    /** Called by one thread; an exception is logged and does not end the following. */
    public interface Listener {
        /** Everything that was told before is void: what exists now follows as ADDED. */
        default void restarted() {}

        /** Everything that existed at the restart has been told. */
        default void caughtUp() {}

        void changed(WatchEvent event);
    }

    private ResourceFollower(WatchCache cache, String resource, Listener listener) {
        this.cache = cache;
        this.resource = resource;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("follow-" + resource).unstarted(this::run);
    }

    /** Begins to tell; ends at {@link #close}. */
    public static ResourceFollower start(WatchCache cache, String resource, Listener listener) {
        ResourceFollower follower = new ResourceFollower(cache, resource, listener);
        follower.thread.start();
        return follower;
    }

    /** The listener knows of every change up to this revision; 0 before the first listing. */
    long deliveredRevision() {
        lock.lock();
        try {
            return delivered;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until {@link #deliveredRevision} is at least {@code revision}; false when it takes longer. */
    public boolean await(long revision, Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = atMost.toNanos();
            while (delivered < revision && nanos > 0) {
                nanos = advanced.awaitNanos(nanos);
            }
            return delivered >= revision;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                followOnce();
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void followOnce() throws InterruptedException {
        try (Subscription subscription = cache.subscribeWithState(resource, null, ObjectFilter.ALL)) {
            publish(0);
            tell("a new start", listener::restarted);
            boolean catchingUp = true;
            while (true) {
                if (catchingUp && !subscription.initialEventsPending()) {
                    catchingUp = false;
                    tell("the end of what exists", listener::caughtUp);
                }
                publish(subscription.deliveredRevision());
                WatchEvent event = subscription.poll(POLL);
                if (event != null) {
                    tell(event.type() + " " + event.object().key(), () -> listener.changed(event));
                }
            }
        } catch (SlowWatcherException | WatchEndedException e) {
            LOG.debug("Following {} begins anew: {}", resource, e.getMessage());
        }
    }

    private void tell(String what, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) { // the listener's fault: what follows must still be told
            LOG.error("The follower of {} could not take note of {}", resource, what, e);
        }
    }

    private void publish(long revision) {
        lock.lock();
        try {
            delivered = revision;
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
