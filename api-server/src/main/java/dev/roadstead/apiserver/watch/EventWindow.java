package dev.roadstead.apiserver.watch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** The most recent changes, bounded by count and bytes. Not thread-safe. */
final class EventWindow {
    private final int maxEntries;
    private final long maxBytes;
    private final ArrayDeque<WindowEntry> entries = new ArrayDeque<>();
    private long bytes;
    private long start;

    /** @param start every change after this revision will be added */
    EventWindow(int maxEntries, long maxBytes, long start) {
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
        this.start = start;
    }

    void add(WindowEntry entry) {
        entries.addLast(entry);
        bytes += entry.bytes();
        while (entries.size() > maxEntries || bytes > maxBytes) {
            WindowEntry oldest = entries.removeFirst();
            bytes -= oldest.bytes();
            start = oldest.object().revision();
        }
    }

    /**
     * The changes after a revision that a selection covers, oldest first.
     *
     * @throws ExpiredRevisionException if some of them may have left the window
     */
    List<WindowEntry> after(long revision, Selection selection) throws ExpiredRevisionException {
        if (revision < start) {
            throw new ExpiredRevisionException(revision, start);
        }
        List<WindowEntry> found = new ArrayList<>();
        for (Iterator<WindowEntry> newest = entries.descendingIterator(); newest.hasNext(); ) {
            WindowEntry entry = newest.next();
            if (entry.object().revision() <= revision) {
                break;
            }
            if (selection.covers(entry.object().key())) {
                found.add(entry);
            }
        }
        Collections.reverse(found);
        return found;
    }
}
