package dev.roadstead.apiserver.watch;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The present objects, by resource, namespace and name. Not thread-safe. */
final class ObjectIndex {
    private final Map<String, NavigableMap<ObjectKey, CachedObject>> byResource = new HashMap<>();

    ObjectIndex(List<StoredObject> objects) {
        for (StoredObject object : objects) {
            put(CachedObject.of(object));
        }
    }

    /** Applies the change; returns it together with the state before. */
    WindowEntry apply(Change.Type type, CachedObject object) {
        CachedObject previous = type == Change.Type.DELETED ? remove(object.key()) : put(object);
        return new WindowEntry(type, object, previous);
    }

    @Nullable
    CachedObject get(ObjectKey key) {
        NavigableMap<ObjectKey, CachedObject> objects = byResource.get(key.resource());
        return objects == null ? null : objects.get(key);
    }

    /** A copy, sorted by namespace and name; {@code namespace} null for all. */
    List<CachedObject> list(String resource, @Nullable String namespace) {
        NavigableMap<ObjectKey, CachedObject> objects = byResource.get(resource);
        if (objects == null) {
            return List.of();
        }
        if (namespace == null) {
            return new ArrayList<>(objects.values());
        }
        // No namespace sorts between one and the same with a NUL behind it.
        ObjectKey from = new ObjectKey(resource, namespace, "");
        ObjectKey to = new ObjectKey(resource, namespace + '\0', "");
        return new ArrayList<>(objects.subMap(from, to).values());
    }

    private @Nullable CachedObject put(CachedObject object) {
        return byResource
                .computeIfAbsent(object.key().resource(), resource -> new TreeMap<>())
                .put(object.key(), object);
    }

    private @Nullable CachedObject remove(ObjectKey key) {
        NavigableMap<ObjectKey, CachedObject> objects = byResource.get(key.resource());
        return objects == null ? null : objects.remove(key);
    }
}
