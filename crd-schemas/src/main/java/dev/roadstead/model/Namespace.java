package dev.roadstead.model;

/** Core v1 Namespace, as far as controllers read it: its labels say what its containers may do. */
public record Namespace(ObjectMeta metadata) implements Resource {}
