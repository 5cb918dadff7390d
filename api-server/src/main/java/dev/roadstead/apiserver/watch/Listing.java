package dev.roadstead.apiserver.watch;

import java.util.List;

/**
 * What existed at one revision.
 *
 * @param revision watching from it continues the list without a gap
 * @param items sorted by namespace, then name
 */
public record Listing(long revision, List<CachedObject> items) {}
