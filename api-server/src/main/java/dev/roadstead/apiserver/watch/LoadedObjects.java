package dev.roadstead.apiserver.watch;

import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.ResourceStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything that exists at one revision, by resource.
 *
 * @param heldBytes what the objects take of the heap
 */
record LoadedObjects(long revision, Map<String, List<CachedObject>> objects, long heldBytes) {
    /**
     * Loads them. The stored form of each object is let go at once, so that none stands in memory twice.
     *
     * @param known objects that are in memory already; those that are the same are used again. Null: none of that key
     * @param mostBytes of the heap, for all of them
     * @throws TooManyObjectsException if they take more
     */
    static LoadedObjects from(ResourceStore store, Function<ObjectKey, @Nullable CachedObject> known, long mostBytes) {
        Map<String, List<CachedObject>> objects = new HashMap<>();
        long[] held = {0};
        long revision = store.snapshot(stored -> {
            CachedObject read = CachedObject.of(stored);
            held[0] += read.heldBytes();
            if (held[0] > mostBytes) {
                throw new TooManyObjectsException(mostBytes);
            }
            CachedObject former = known.apply(read.key());
            CachedObject object = former != null && former.isSameState(read) ? former : read;
            objects.computeIfAbsent(object.key().resource(), resource -> new ArrayList<>())
                    .add(object);
        });
        return new LoadedObjects(revision, objects, held[0]);
    }
}
