package dev.roadstead.apiserver.watch;

/** The subscriber did not take its events fast enough; it may subscribe again from the last revision it saw. */
public final class SlowWatcherException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SlowWatcherException(int undelivered) {
        super("the watcher is too slow: " + undelivered + " events wait undelivered");
    }
}
