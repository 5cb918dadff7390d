package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What writers were told, and what a watcher saw, to be compared when all is over. Thread-safe. */
final class Ledger {
    private final Map<String, List<Integer>> acknowledged = new ConcurrentHashMap<>();
    private final Map<String, List<Integer>> seen = new ConcurrentHashMap<>();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();

    /** The server said that the object has this value now. Each object has one writer, whose values go up. */
    void acknowledge(String object, int value) {
        acknowledged.computeIfAbsent(object, key -> synchronizedList()).add(value);
        writes.incrementAndGet();
    }

    /** No answer came to a write. */
    void lose() {
        unknown.incrementAndGet();
    }

    /** The watcher was told of a state. */
    void see(String object, int value) {
        seen.computeIfAbsent(object, key -> synchronizedList()).add(value);
    }

    int acknowledgedWrites() {
        return writes.get();
    }

    int unansweredWrites() {
        return unknown.get();
    }

    boolean hasSeen(String object, int value) {
        List<Integer> values = seen.getOrDefault(object, List.of());
        return !values.isEmpty() && values.getLast() >= value;
    }

    /** How often each object was written, as far as that was said. */
    Map<String, Integer> acknowledged() {
        Map<String, Integer> counts = new TreeMap<>();
        acknowledged.forEach((object, values) -> counts.put(object, values.size()));
        return counts;
    }

    /** {@code present}: the value of each object that exists in the end. */
    void check(Map<String, Integer> present) {
        acknowledged.forEach((object, values) -> {
            assertThat(present).as("objects that exist").containsKey(object);
            assertThat(present.get(object)).as("the last value of " + object).isGreaterThanOrEqualTo(values.getLast());
            List<Integer> events = seen.getOrDefault(object, List.of());
            assertThat(events)
                    .as("events of " + object + ", in order and once")
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(events).as("events of " + object).containsAll(values);
            assertThat(events.getLast()).as("the last event of " + object).isEqualTo(present.get(object));
        });
    }

    private static List<Integer> synchronizedList() {
        return Collections.synchronizedList(new ArrayList<>());
    }
}
