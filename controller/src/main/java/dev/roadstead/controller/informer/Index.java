package dev.roadstead.controller.informer;

import dev.roadstead.model.Resource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Objects by the values of a function. One thread writes; any number reads without locks.
 *
 * <p>An object whose values change is filed under the new ones before it leaves the old ones: a reader may see it twice
 * for a moment, but never misses it.
 */
final class Index<T extends Resource> {
    private final Function<? super T, Collection<String>> values;
    private final Map<String, ConcurrentSkipListMap<String, T>> byValue = new ConcurrentHashMap<>();

    Index(Function<? super T, Collection<String>> values) {
        this.values = values;
    }

    List<T> find(String value) {
        var found = byValue.get(value);
        return found == null ? List.of() : List.copyOf(found.values());
    }

    void refile(String key, @Nullable T before, @Nullable T after) {
        Set<String> now = after == null ? Set.of() : Set.copyOf(values.apply(after));
        if (after != null) {
            now.forEach(value -> byValue.computeIfAbsent(value, v -> new ConcurrentSkipListMap<>())
                    .put(key, after));
        }
        if (before != null) {
            values.apply(before).stream().filter(value -> !now.contains(value)).forEach(value -> leave(value, key));
        }
    }

    private void leave(String value, String key) {
        byValue.computeIfPresent(value, (v, objects) -> {
            objects.remove(key);
            return objects.isEmpty() ? null : objects;
        });
    }
}
