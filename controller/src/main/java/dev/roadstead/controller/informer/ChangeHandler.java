package dev.roadstead.controller.informer;

import org.jspecify.annotations.Nullable;

/** Learns of changes after the cache has them. Called by one thread at a time; must not block: it enqueues keys. */
@FunctionalInterface
public interface ChangeHandler<T> {
    /**
     * An object was added, changed or removed.
     *
     * @param before null if the object was not known
     * @param after null if it is gone; at least one of the two is present
     */
    void changed(@Nullable T before, @Nullable T after);
}
