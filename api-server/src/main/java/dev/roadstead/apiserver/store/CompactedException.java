package dev.roadstead.apiserver.store;

/** The change log no longer reaches back to the revision asked for; the reader must list again. */
public final class CompactedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long compactedRevision;

    public CompactedException(long revision, long compactedRevision) {
        super("changes after revision " + revision + " are gone: the log starts after " + compactedRevision);
        this.compactedRevision = compactedRevision;
    }

    /** The log has every change after it. */
    public long compactedRevision() {
        return compactedRevision;
    }
}
