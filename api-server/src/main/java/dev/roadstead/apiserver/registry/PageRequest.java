package dev.roadstead.apiserver.registry;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted.
 *
 * @param freshness of the first page; the token decides for the others
 * @param token where the page before ended; null for the first page
 * @param limit how many objects at most; 0: all
 */
public record PageRequest(Freshness freshness, @Nullable ContinueToken token, int limit) {}
