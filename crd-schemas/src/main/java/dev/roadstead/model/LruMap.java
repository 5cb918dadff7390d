package dev.roadstead.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map with a bound: when it is full, the entry that was least recently used makes room for a new one. Not thread-safe;
 * reading is a use, so even readers need a lock.
 */
public final class LruMap<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int capacity;

    /** {@code capacity} is the most entries that it holds. */
    public LruMap(int capacity) {
        super(16, 0.75f, true);
        this.capacity = capacity;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > capacity;
    }
}
