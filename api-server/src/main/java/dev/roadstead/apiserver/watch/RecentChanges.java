package dev.roadstead.apiserver.watch;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.CompactedException;
import dev.roadstead.apiserver.store.ResourceStore;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The changes that the change log of the store still has when the server starts: with them, a watcher of the time before
 * the start goes on where it was, instead of listing everything again.
 *
 * @param start every change after it, up to the present, is among them
 * @param changes oldest first
 */
record RecentChanges(long start, List<Change> changes) {
    private static final int PAGE = 500;

    /** No past: the present is at this revision. */
    static RecentChanges none(long revision) {
        return new RecentChanges(revision, List.of());
    }

    /**
     * Up to {@code revision}, as many as the log has.
     *
     * @param limit the most of them
     * @param bytes what their bodies take at most, all together
     */
    static RecentChanges upTo(ResourceStore store, long revision, int limit, long bytes) {
        long start = Math.max(0, revision - limit);
        for (int tries = 0; tries < 2 && start < revision; tries++) {
            try {
                return after(store, start, revision, bytes);
            } catch (CompactedException e) {
                start = Math.max(start, e.compactedRevision());
            }
        }
        return none(revision);
    }

    /** A page at a time, of which the oldest go when there are too many bytes: all of them may be more than the heap. */
    private static RecentChanges after(ResourceStore store, long start, long revision, long bytes) {
        ArrayDeque<Change> kept = new ArrayDeque<>();
        long held = 0;
        long read = start;
        while (read < revision) {
            List<Change> page = store.changesAfter(read, PAGE);
            if (page.isEmpty()) {
                break;
            }
            for (Change change : page) {
                // Revisions are given without holes. Where there is one, a restored database has lost changes, which
                // somebody may have seen: nobody goes on from before it.
                if (change.revision() != read + 1) {
                    kept.clear();
                    held = 0;
                }
                read = change.revision();
                if (read > revision) {
                    break;
                }
                kept.addLast(change);
                held += change.bytes();
                while (held > bytes) {
                    held -= kept.removeFirst().bytes();
                }
            }
        }
        return kept.isEmpty() || kept.getLast().revision() != revision
                ? none(revision)
                : new RecentChanges(kept.getFirst().revision() - 1, List.copyOf(kept));
    }
}
