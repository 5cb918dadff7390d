package dev.roadstead.controller.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often each event occurred, and how much of that the server was told. Bounded: when full, the event that has not
 * occurred for longest is forgotten. Thread-safe.
 */
final class EventTallies {
    /**
     * One event's occurrences.
     *
     * @param sent how many the server was told of
     * @param unsent how many it has yet to be told of
     * @param sentAt nanosecond clock's value when it was last told; meaningless when {@code sent} is 0
     */
    record Tally(Story story, Instant first, Instant last, int sent, int unsent, long sentAt) {
        int total() {
            return sent + unsent;
        }
    }

    private final int capacity;
    private final Map<String, Tally> tallies = new LinkedHashMap<>(16, 0.75f, true);
    private long dropped;

    EventTallies(int capacity) {
        this.capacity = capacity;
    }

    /** Counts an occurrence. */
    synchronized Tally occurred(String key, Story story, Instant now) {
        Tally tally = tallies.get(key);
        Tally counted = tally == null
                ? new Tally(story, now, now, 0, 1, 0)
                : new Tally(story, tally.first(), now, tally.sent(), tally.unsent() + 1, tally.sentAt());
        tallies.put(key, counted);
        if (tallies.size() > capacity) {
            dropEldest();
        }
        return counted;
    }

    /** What is to be told; null if nothing is, or no longer. */
    synchronized @Nullable Tally unsent(String key) {
        Tally tally = tallies.get(key);
        return tally == null || tally.unsent() == 0 ? null : tally;
    }

    /**
     * Notes what the server was told.
     *
     * @param told as it was when the call began
     * @param count what the server counts now
     * @return whether the event occurred again meanwhile
     */
    synchronized boolean told(String key, Tally told, int count, long sentAt) {
        Tally now = tallies.get(key);
        if (now == null) {
            return false;
        }
        int left = now.unsent() - told.unsent();
        tallies.put(key, new Tally(now.story(), now.first(), now.last(), count, left, sentAt));
        return left > 0;
    }

    /** Gives up on the event. */
    synchronized void drop(String key) {
        Tally tally = tallies.remove(key);
        if (tally != null) {
            dropped += tally.unsent();
        }
    }

    /** Occurrences that the server will never be told of. */
    synchronized long dropped() {
        return dropped;
    }

    private void dropEldest() {
        Iterator<Tally> eldest = tallies.values().iterator();
        dropped += eldest.next().unsent();
        eldest.remove();
    }

    /** How long an event that occurred now must wait so that the server is told at most once in this time. */
    static Duration wait(Tally tally, Duration interval, long now) {
        return tally.sent() == 0 ? Duration.ZERO : interval.minusNanos(now - tally.sentAt());
    }
}
