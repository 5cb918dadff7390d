package dev.roadstead.apiserver.watch;

import dev.roadstead.apiserver.store.ResourceStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everything that exists at one revision, by resource. */
record LoadedObjects(long revision, Map<String, List<CachedObject>> objects) {
    /** The stored form of each object is let go at once, so that all of them never stand in memory twice. */
    static LoadedObjects from(ResourceStore store) {
        Map<String, List<CachedObject>> objects = new HashMap<>();
        long revision = store.snapshot(stored -> {
            CachedObject object = CachedObject.of(stored);
            objects.computeIfAbsent(object.key().resource(), resource -> new ArrayList<>())
                    .add(object);
        });
        return new LoadedObjects(revision, objects);
    }
}
