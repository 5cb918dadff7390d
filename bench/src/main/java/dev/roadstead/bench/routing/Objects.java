package dev.roadstead.bench.routing;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Objects as an informer keeps them, filed under one value each. */
final class Objects<T extends Resource> implements Lister<T> {
    private final Map<String, T> byKey = new ConcurrentSkipListMap<>();
    private final Map<String, Map<String, T>> byValue = new ConcurrentHashMap<>();
    private final Function<T, String> value;

    Objects(Function<T, String> value) {
        this.value = value;
    }

    /** The one before, or null. */
    @Nullable
    T put(T object) {
        byValue.computeIfAbsent(value.apply(object), _ -> new ConcurrentSkipListMap<>())
                .put(object.key(), object);
        return byKey.put(object.key(), object);
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
    public List<T> byIndex(String index, String wanted) {
        return List.copyOf(byValue.getOrDefault(wanted, Map.of()).values());
    }
}
