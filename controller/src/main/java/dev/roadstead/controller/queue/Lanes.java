package dev.roadstead.controller.queue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Keys that are ready, lane by lane in turn; never holds a key that is in process. Not thread-safe. */
final class Lanes {
    private final UnaryOperator<String> laneOf;
    private final int width;
    private final Map<String, Lane> byName = new HashMap<>();
    /** Those that have a key to give, the one whose turn it is first. */
    private final LinkedHashMap<String, Lane> open = new LinkedHashMap<>();

    private final Map<String, Lane> waiting = new HashMap<>();
    private final Map<String, Lane> processing = new HashMap<>();

    Lanes(UnaryOperator<String> laneOf, int width) {
        this.laneOf = laneOf;
        this.width = width;
    }

    /** Whether it was not waiting before. */
    boolean add(String key, boolean urgent) {
        Lane lane = waiting.computeIfAbsent(key, this::lane);
        boolean added = lane.add(key, urgent);
        refresh(lane);
        return added;
    }

    boolean isProcessing(String key) {
        return processing.containsKey(key);
    }

    /** The next key, which is in process from now on; null if no lane has one to give. */
    @Nullable
    String take() {
        Map.Entry<String, Lane> first = open.pollFirstEntry();
        if (first == null) {
            return null;
        }
        Lane lane = first.getValue();
        String key = lane.take();
        if (key == null) {
            throw new IllegalStateException("lane " + lane.name + " is open and has no key");
        }
        waiting.remove(key);
        processing.put(key, lane);
        refresh(lane);
        return key;
    }

    /** Whether it was in process. */
    boolean done(String key) {
        Lane lane = processing.remove(key);
        if (lane == null) {
            return false;
        }
        lane.done(key);
        refresh(lane);
        return true;
    }

    void stepAside(String key) {
        Lane lane = processing.get(key);
        if (lane != null) {
            lane.stepAside(key);
            refresh(lane);
        }
    }

    void stepBack(String key) {
        Lane lane = processing.get(key);
        if (lane != null) {
            lane.stepBack(key);
            refresh(lane);
        }
    }

    boolean isOpen() {
        return !open.isEmpty();
    }

    /** Keys that are ready, whether their lane is open or not. */
    int size() {
        return waiting.size();
    }

    private Lane lane(String key) {
        return byName.computeIfAbsent(laneOf.apply(key), name -> new Lane(name, width));
    }

    private void refresh(Lane lane) {
        if (lane.isOpen()) {
            open.putIfAbsent(lane.name, lane);
        } else {
            open.remove(lane.name);
            if (lane.isUnused()) {
                byName.remove(lane.name);
            }
        }
    }
}
