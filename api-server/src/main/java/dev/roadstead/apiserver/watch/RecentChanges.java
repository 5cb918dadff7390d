package dev.roadstead.apiserver.watch;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.CompactedException;
import dev.roadstead.apiserver.store.ResourceStore;
import java.util.List;

/**
 * The changes that the change log of the store still has when the server starts: with them, a watcher of the time before
 * the start goes on where it was, instead of listing everything again.
 *
 * @param start every change after it, up to the present, is among them
 * @param changes oldest first
 */
record RecentChanges(long start, List<Change> changes) {
    /** No past: the present is at this revision. */
    static RecentChanges none(long revision) {
        return new RecentChanges(revision, List.of());
    }

    /** Up to {@code revision}, as many as the log has but at most {@code limit}. */
    static RecentChanges upTo(ResourceStore store, long revision, int limit) {
        long start = Math.max(0, revision - limit);
        for (int tries = 0; tries < 2 && start < revision; tries++) {
            try {
                return after(store, start, revision, limit);
            } catch (CompactedException e) {
                start = Math.max(start, e.compactedRevision());
            }
        }
        return none(revision);
    }

    private static RecentChanges after(ResourceStore store, long start, long revision, int limit) {
        List<Change> changes = store.changesAfter(start, limit);
        int last = changes.size();
        while (last > 0 && changes.get(last - 1).revision() > revision) {
            last--;
        }
        // Revisions are given without holes. Where there is one, a restored database has lost changes, which somebody
        // may have seen: nobody goes on from before it.
        int first = last;
        long reached = revision;
        while (first > 0 && changes.get(first - 1).revision() == reached) {
            first--;
            reached--;
        }
        return new RecentChanges(reached, List.copyOf(changes.subList(first, last)));
    }
}
