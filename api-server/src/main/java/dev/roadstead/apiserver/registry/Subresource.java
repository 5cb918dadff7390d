package dev.roadstead.apiserver.registry;

/** The part of an object that a request reads or writes. */
public enum Subresource {
    /** The object itself, without its status when that is a subresource. */
    NONE,
    STATUS,
    /** The object seen as an autoscaling/v1 Scale. */
    SCALE
}
