package dev.roadstead.apiserver.registry;

/** The part of an object that a request reads or writes. */
public enum Subresource {
    /** The object itself, without its status when that is a subresource. */
    NONE(""),
    STATUS("status"),
    /** The object seen as an autoscaling/v1 Scale. */
    SCALE("scale"),
    /** Who must let go of a Namespace before it is removed. */
    FINALIZE("finalize");

    private final String path;

    Subresource(String path) {
        this.path = path;
    }

    /** The last segment of its path; empty for the object itself. */
    String path() {
        return path;
    }
}
