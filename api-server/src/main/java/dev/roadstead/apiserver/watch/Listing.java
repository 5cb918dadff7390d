package dev.roadstead.apiserver.watch;

import dev.roadstead.apiserver.store.ObjectKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What existed at one revision, or a page of that.
 *
 * @param revision watching from it continues the list without a gap
 * @param items sorted by namespace, then name
 * @param more whether matching objects follow behind the last item
 * @param left how many objects follow behind the last item, matching or not
 */
public record Listing(long revision, List<CachedObject> items, boolean more, long left) {
    static Listing of(long revision, ObjectMap objects, String resource, Range range, ObjectFilter filter) {
        ObjectKey to = range.to(resource);
        List<CachedObject> items = new ArrayList<>();
        Iterator<CachedObject> candidates = objects.between(range.from(resource), to);
        while (candidates.hasNext()) {
            CachedObject object = candidates.next();
            if (!filter.test(object)) {
                continue;
            }
            if (range.limit() > 0 && items.size() == range.limit()) {
                int end = to == null ? objects.size() : objects.rank(to);
                long left = end - objects.rank(items.getLast().key()) - 1L;
                return new Listing(revision, items, true, left);
            }
            items.add(object);
        }
        return new Listing(revision, items, false, 0);
    }
}
