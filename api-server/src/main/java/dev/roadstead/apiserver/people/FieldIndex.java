package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.registry.ResourceFollower;
import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.watch.ObjectFilter;
import dev.roadstead.apiserver.watch.Range;
import dev.roadstead.apiserver.watch.WatchCache;
import dev.roadstead.apiserver.watch.WatchEvent;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Which objects of a resource have a value in a field. It follows the watch cache and may trail it by a moment: who asks
 * must look whether the object still has the value. Thread-safe.
 */
final class FieldIndex implements AutoCloseable {
    private static final Duration CATCH_UP = Duration.ofSeconds(3);

    private final Function<ObjectNode, Collection<String>> field;
    private final Map<String, Set<ObjectKey>> keys = new ConcurrentHashMap<>();
    /** Known to the follower's thread alone, once it runs. */
    private final Map<ObjectKey, Set<String>> values = new HashMap<>();

    private final ResourceFollower follower;

    private FieldIndex(WatchCache cache, String resource, Function<ObjectNode, Collection<String>> field) {
        this.field = field;
        cache.list(resource, Range.of(null), ObjectFilter.ALL)
                .items()
                .forEach(object -> put(object.key(), field.apply(PeopleObjects.decode(object))));
        this.follower = ResourceFollower.start(cache, resource, new Listener());
    }

    /** Reads what there is, then follows until {@link #close}. Objects whose field is empty are passed over. */
    static FieldIndex start(WatchCache cache, String resource, Function<ObjectNode, String> field) {
        return startMany(cache, resource, object -> List.of(field.apply(object)));
    }

    /** As {@link #start}, of a field with any number of values. */
    static FieldIndex startMany(WatchCache cache, String resource, Function<ObjectNode, Collection<String>> field) {
        return new FieldIndex(cache, resource, field);
    }

    /** Immutable; empty for none. */
    Set<ObjectKey> find(String value) {
        return keys.getOrDefault(value, Set.of());
    }

    /** Returns when it knows of a write, or after 3 s. */
    void await(ObjectNode written) {
        try {
            follower.await(written.at("/metadata/resourceVersion").asLong(), CATCH_UP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        follower.close();
    }

    private void put(ObjectKey key, Collection<String> found) {
        Set<String> after = new HashSet<>(found);
        after.remove("");
        Set<String> before = values.getOrDefault(key, Set.of());
        // What it still has is not missing for a moment.
        before.stream().filter(value -> !after.contains(value)).forEach(value -> remove(key, value));
        after.stream()
                .filter(value -> !before.contains(value))
                .forEach(value -> keys.merge(value, Set.of(key), FieldIndex::union));
        values.put(key, after);
    }

    private static Set<ObjectKey> union(Set<ObjectKey> one, Set<ObjectKey> other) {
        Set<ObjectKey> all = new HashSet<>(one);
        all.addAll(other);
        return Set.copyOf(all);
    }

    private void remove(ObjectKey key) {
        put(key, Set.of());
        values.remove(key);
    }

    private void remove(ObjectKey key, String from) {
        keys.computeIfPresent(from, (value, present) -> {
            Set<ObjectKey> left = new HashSet<>(present);
            left.remove(key);
            return left.isEmpty() ? null : Set.copyOf(left);
        });
    }

    /** After a new start nothing is given up before the end of what exists is told. */
    private final class Listener implements ResourceFollower.Listener {
        private final Set<ObjectKey> unconfirmed = new HashSet<>();

        @Override
        public void restarted() {
            unconfirmed.addAll(values.keySet());
        }

        @Override
        public void changed(WatchEvent event) {
            ObjectKey key = event.object().key();
            unconfirmed.remove(key);
            if (event.type() == Change.Type.DELETED) {
                remove(key);
            } else {
                put(key, field.apply(PeopleObjects.decode(event.object())));
            }
        }

        @Override
        public void caughtUp() {
            unconfirmed.forEach(FieldIndex.this::remove);
            unconfirmed.clear();
        }
    }
}
