package dev.roadstead.controller.host.pace;

import dev.roadstead.controller.host.HostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** Lets as many calls through to an engine as its {@link Pace} allows; starts go first. Thread-safe. */
final class Gate {
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Place> starts = new ArrayDeque<>();
    private final Deque<Place> others = new ArrayDeque<>();
    private Pace pace = Pace.unknown();
    private int inside;
    /** Grows whenever somebody is let in, so that one can tell whether he stayed alone. */
    private long entries;

    Gate(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /**
     * Waits for a place.
     *
     * @throws HostException UNREACHABLE if interrupted
     */
    Place enter(Pace.Work work) {
        Place place = new Place(work);
        Deque<Place> queue = work == Pace.Work.START ? starts : others;
        lock.lock();
        try {
            queue.add(place);
            letIn();
        } finally {
            lock.unlock();
        }
        try {
            place.admitted.await();
            return place;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUp(queue, place);
            throw new HostException(
                    HostException.Kind.UNREACHABLE, "interrupted while other calls kept the engine busy", e);
        }
    }

    int width() {
        lock.lock();
        try {
            return pace.limit();
        } finally {
            lock.unlock();
        }
    }

    private void letIn() {
        while (inside < pace.limit()) {
            Place next = starts.isEmpty() ? others.poll() : starts.poll();
            if (next == null) {
                return;
            }
            next.alone = inside == 0;
            inside++;
            entries++;
            next.entry = entries;
            next.since = nanoClock.getAsLong();
            next.admitted.countDown();
        }
    }

    private void giveUp(Deque<Place> queue, Place place) {
        lock.lock();
        try {
            if (!queue.remove(place)) {
                leave(place);
            }
        } finally {
            lock.unlock();
        }
    }

    private void leave(Place place) {
        if (!place.left) {
            place.left = true;
            inside--;
            letIn();
        }
    }

    /** A call's place; closing it twice is closing it once. */
    final class Place implements AutoCloseable {
        private final Pace.Work work;
        private final CountDownLatch admitted = new CountDownLatch(1);
        private boolean alone;
        private boolean left;
        private long entry;
        private long since;

        private Place(Pace.Work work) {
            this.work = work;
        }

        /** The call ended well: the time since it entered says how busy the engine is. */
        void succeeded() {
            lock.lock();
            try {
                boolean stayedAlone = alone && entries == entry;
                boolean crowded = inside >= pace.limit();
                pace = pace.after(work, nanoClock.getAsLong() - since, stayedAlone, crowded);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                leave(this);
            } finally {
                lock.unlock();
            }
        }
    }
}
