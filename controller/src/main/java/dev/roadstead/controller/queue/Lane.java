package dev.roadstead.controller.queue;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys that share a bound on how many are worked on at once; urgent ones first, and for them there is a little more room,
 * so that they come through when slow work fills the lane. Not thread-safe: {@link WorkQueue} guards it.
 */
final class Lane {
    private static final int ROOM_FOR_URGENT = 4;

    final String name;
    private final int width;
    private final LinkedHashSet<String> urgent = new LinkedHashSet<>();
    private final LinkedHashSet<String> ready = new LinkedHashSet<>();
    /** Taken and not given back. */
    private final Set<String> taken;
    /** Taken, but only waiting for something: they leave their place to others meanwhile. */
    private final Set<String> aside;

    Lane(String name, int width) {
        this.name = name;
        this.width = width;
        this.taken = new LinkedHashSet<>();
        this.aside = new LinkedHashSet<>();
    }

    /** Whether it was not waiting before. */
    boolean add(String key, boolean isUrgent) {
        if (urgent.contains(key)) {
            return false;
        }
        if (isUrgent) {
            urgent.add(key);
            return !ready.remove(key);
        }
        return ready.add(key);
    }

    boolean isOpen() {
        int working = taken.size() - aside.size();
        return (working < width && !ready.isEmpty()) || (working < (long) width + ROOM_FOR_URGENT && !urgent.isEmpty());
    }

    /** The next key; null if the lane is not open. */
    @Nullable
    String take() {
        if (!isOpen()) {
            return null;
        }
        String key = urgent.isEmpty() ? ready.removeFirst() : urgent.removeFirst();
        taken.add(key);
        return key;
    }

    void stepAside(String key) {
        if (taken.contains(key)) {
            aside.add(key);
        }
    }

    /** There may be more at work than the bound for a moment. */
    void stepBack(String key) {
        aside.remove(key);
    }

    void done(String key) {
        taken.remove(key);
        aside.remove(key);
    }

    boolean isUnused() {
        return urgent.isEmpty() && ready.isEmpty() && taken.isEmpty();
    }
}
