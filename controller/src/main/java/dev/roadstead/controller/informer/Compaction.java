package dev.roadstead.controller.informer;

import org.jspecify.annotations.Nullable;

/** Makes objects smaller that are about to be kept, of kinds of which there are many. */
@FunctionalInterface
public interface Compaction<T> {
    /**
     * An object that equals {@code read} and takes less memory.
     *
     * @param before what was kept of it until now; null if nothing was
     */
    T compact(@Nullable T before, T read);
}
