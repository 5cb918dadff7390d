package dev.roadstead.apiserver.watch;

/** The changes that follow were dropped before they were taken; list again, or try to go on from the last revision. */
public final class SlowWatcherException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SlowWatcherException(long revision) {
        super("the watcher is too slow: the changes after revision " + revision + " are no longer kept");
    }
}
