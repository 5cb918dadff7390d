package dev.roadstead.model;

import org.jspecify.annotations.Nullable;

/** What all kinds have in common. */
public interface Resource {
    ObjectMeta metadata();

    /** What is, as the kind's own record; null if nobody has said so yet, or the kind has none. */
    default @Nullable Object status() {
        return null;
    }

    /** {@code namespace/name}, or the name alone for cluster-scoped kinds. */
    default String key() {
        return metadata().key();
    }
}
