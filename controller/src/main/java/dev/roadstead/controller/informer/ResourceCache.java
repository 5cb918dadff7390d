package dev.roadstead.controller.informer;

import dev.roadstead.model.Resource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A kind's objects in memory. One thread writes; any number reads without locks. */
final class ResourceCache<T extends Resource> implements Lister<T> {
    private final ConcurrentSkipListMap<String, T> byKey = new ConcurrentSkipListMap<>();
    private final Map<String, Index<T>> indexes;

    ResourceCache(Map<String, Function<? super T, Collection<String>>> indexes) {
        this.indexes = indexes.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> new Index<T>(entry.getValue())));
    }

    @Override
    public @Nullable T find(String namespace, String name) {
        return byKey.get(namespace.isEmpty() ? name : namespace + "/" + name);
    }

    @Override
    public List<T> all() {
        return List.copyOf(byKey.values());
    }

    @Override
    public List<T> byIndex(String index, String value) {
        Index<T> filed = indexes.get(index);
        if (filed == null) {
            throw new IllegalArgumentException("no index \"" + index + "\", there are " + indexes.keySet());
        }
        return filed.find(value);
    }

    @Nullable
    T find(String key) {
        return byKey.get(key);
    }

    Set<String> keys() {
        return new HashSet<>(byKey.keySet());
    }

    /** Returns what it replaced. */
    @Nullable
    T put(T object) {
        // One String for all: it is made anew each time that it is asked for.
        String key = object.key();
        T before = byKey.put(key, object);
        indexes.values().forEach(index -> index.refile(key, before, object));
        return before;
    }

    /** Returns what it removed. */
    @Nullable
    T remove(String key) {
        T before = byKey.remove(key);
        indexes.values().forEach(index -> index.refile(key, before, null));
        return before;
    }
}
