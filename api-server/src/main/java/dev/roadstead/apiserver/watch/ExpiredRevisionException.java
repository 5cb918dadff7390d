package dev.roadstead.apiserver.watch;

/** The changes after a revision can no longer be replayed; the watcher must list again (410 Gone). */
public final class ExpiredRevisionException extends Exception {
    private static final long serialVersionUID = 1L;

    ExpiredRevisionException(long revision, long oldest) {
        super("too old resource version: " + revision + " (" + oldest + ")");
    }
}
