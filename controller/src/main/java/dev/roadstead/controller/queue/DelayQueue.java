package dev.roadstead.controller.queue;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keys that are due later; of several times for one key the earliest counts. Times are {@link System#nanoTime} values
 * and therefore compared by difference. Not thread-safe: {@link WorkQueue} guards it.
 */
final class DelayQueue {
    private record Entry(String key, long due) {}

    private final Map<String, Entry> byKey = new HashMap<>();
    private final PriorityQueue<Entry> byTime =
            new PriorityQueue<>(Comparator.comparing(Entry::due, (a, b) -> Long.signum(a - b)));

    /** Whether this made the key due earlier than it was. */
    boolean add(String key, long due) {
        Entry known = byKey.get(key);
        if (known != null) {
            if (due - known.due() >= 0) {
                return false;
            }
            byTime.remove(known);
        }
        Entry entry = new Entry(key, due);
        byKey.put(key, entry);
        byTime.add(entry);
        return true;
    }

    /** Takes out one key that is due, or returns null if none is. */
    @Nullable
    String pollDue(long now) {
        Entry head = byTime.peek();
        if (head == null || head.due() - now > 0) {
            return null;
        }
        byTime.remove();
        byKey.remove(head.key());
        return head.key();
    }

    /** Nanoseconds until the first key is due, not negative; {@link Long#MAX_VALUE} when empty. */
    long untilNext(long now) {
        Entry head = byTime.peek();
        return head == null ? Long.MAX_VALUE : Math.max(0, head.due() - now);
    }

    boolean isEmpty() {
        return byKey.isEmpty();
    }
}
