package dev.roadstead.model;

/** What all kinds have in common. */
public interface Resource {
    ObjectMeta metadata();

    /** {@code namespace/name}, or the name alone for cluster-scoped kinds. */
    default String key() {
        return metadata().key();
    }
}
