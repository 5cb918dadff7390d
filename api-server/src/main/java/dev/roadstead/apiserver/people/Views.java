package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.watch.CachedObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Cached objects as values, read once for each of their states. Thread-safe. */
final class Views<T> {
    private static final int MAX = 8192;

    private final Map<ObjectKey, Known<T>> known = new ConcurrentHashMap<>();
    private final Function<ObjectNode, T> read;

    private record Known<T>(long revision, T value) {}

    Views(Function<ObjectNode, T> read) {
        this.read = read;
    }

    T of(CachedObject object) {
        Known<T> found = known.get(object.key());
        if (found == null || found.revision() != object.revision()) {
            found = new Known<>(object.revision(), read.apply(PeopleObjects.decode(object)));
            if (known.size() >= MAX) {
                known.clear(); // those that are in use come back with the next requests
            }
            known.put(object.key(), found);
        }
        return found.value();
    }
}
