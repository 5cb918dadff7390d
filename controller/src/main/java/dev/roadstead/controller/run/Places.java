package dev.roadstead.controller.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Places for long work: so many in each lane, so many in all. Who comes first goes first, but a lane that is full holds up
 * no other. Thread-safe, never blocks.
 */
public final class Places {
    private final int perLane;
    private final int overall;
    private final Map<Object, String> held = new HashMap<>();
    private final Map<Object, Waiting> line = new LinkedHashMap<>();

    private record Waiting(String lane, Runnable admitted) {}

    /**
     * All of them free.
     *
     * @param perLane in one lane, such as a node; at least 1
     * @param overall in all lanes together; at least 1
     */
    public Places(int perLane, int overall) {
        if (perLane < 1 || overall < 1) {
            throw new IllegalArgumentException(
                    "places per lane are " + perLane + " and overall " + overall + ", expected at least 1");
        }
        this.perLane = perLane;
        this.overall = overall;
    }

    /**
     * Asks for a place, which is held until {@link #leave}; who has none stands in line. Asking again changes nothing.
     *
     * @param admitted called once, by whoever leaves, when a place came free for this one; must be quick
     * @return how many are before this one; 0 when it has a place
     */
    int enter(Object holder, String lane, Runnable admitted) {
        List<Runnable> others;
        int before;
        synchronized (this) {
            if (held.containsKey(holder)) {
                return 0;
            }
            line.putIfAbsent(holder, new Waiting(lane, admitted));
            others = admit(holder);
            before = before(holder);
        }
        others.forEach(Runnable::run);
        return before;
    }

    /** Gives the place back, or leaves the line. */
    void leave(Object holder) {
        List<Runnable> others;
        synchronized (this) {
            line.remove(holder);
            held.remove(holder);
            others = admit(null);
        }
        others.forEach(Runnable::run);
    }

    /** How many are before it, 0 when it has a place; -1 when it asked for none. */
    synchronized int before(Object holder) {
        if (held.containsKey(holder)) {
            return 0;
        }
        int index = List.copyOf(line.keySet()).indexOf(holder);
        return index < 0 ? -1 : index + 1;
    }

    synchronized boolean has(Object holder) {
        return held.containsKey(holder);
    }

    /** Those who are to be told. */
    private List<Runnable> admit(@Nullable Object asking) {
        List<Runnable> told = new ArrayList<>();
        for (Map.Entry<Object, Waiting> next : List.copyOf(line.entrySet())) {
            String lane = next.getValue().lane();
            long taken = held.values().stream().filter(lane::equals).count();
            if (held.size() < overall && taken < perLane) {
                line.remove(next.getKey());
                held.put(next.getKey(), lane);
                if (!next.getKey().equals(asking)) {
                    told.add(next.getValue().admitted());
                }
            }
        }
        return told;
    }
}
