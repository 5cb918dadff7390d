package dev.roadstead.apiserver.registry;

import dev.roadstead.apiserver.watch.CachedObject;
import dev.roadstead.apiserver.watch.Listing;
import dev.roadstead.apiserver.watch.ObjectFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list, or a part of one.
 *
 * @param revision of the whole list
 * @param next where the next page begins; null: this is the last
 * @param remaining how many objects follow; null when it is the last page, or when a filter would have to count them
 */
public record Page(
        long revision,
        List<CachedObject> items,
        @Nullable ContinueToken next,
        @Nullable Long remaining) {
    static Page of(Listing listing, ObjectFilter filter) {
        if (!listing.more()) {
            return new Page(listing.revision(), listing.items(), null, null);
        }
        ContinueToken next = ContinueToken.after(
                listing.revision(), listing.items().getLast().key());
        return new Page(listing.revision(), listing.items(), next, filter.isEverything() ? listing.left() : null);
    }
}
