package dev.roadstead.apiserver.discovery;

import org.jspecify.annotations.Nullable;

/**
 * {@code metadata} of a list or Table.
 *
 * @param resourceVersion the revision that the list shows
 * @param continueToken opaque; null on the last page
 * @param remainingItemCount null if it is not known (with selectors) or on the last page
 */
public record ListMetadata(
        long resourceVersion,
        @Nullable String continueToken,
        @Nullable Long remainingItemCount) {}
