package dev.roadstead.apiserver.store;

/**
 * How much is stored.
 *
 * @param objects how many there are at present
 * @param bytes of their bodies
 */
public record Extent(long objects, long bytes) {}
