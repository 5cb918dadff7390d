package dev.roadstead.controller.informer;

import dev.roadstead.model.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a kind's objects from the informer's memory; what it returns may be a moment old. Thread-safe, never blocks. */
public interface Lister<T extends Resource> {
    /** The object, or null if there is none. */
    @Nullable
    T find(String namespace, String name);

    /** All objects, ordered by key. */
    List<T> all();

    /** The objects that an index files under this value, ordered by key. */
    List<T> byIndex(String index, String value);
}
