package dev.roadstead.apiserver.store;

/** The change log no longer reaches back to the revision asked for; the reader must list again. */
public final class CompactedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CompactedException(long revision, long compactedRevision) {
        super("changes after revision " + revision + " are gone: the log starts after " + compactedRevision);
    }
}
