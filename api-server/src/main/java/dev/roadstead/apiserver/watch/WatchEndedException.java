package dev.roadstead.apiserver.watch;

/** The subscription was closed, or the cache lost the thread of the change log; the watcher must list again. */
public final class WatchEndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WatchEndedException(String reason) {
        super(reason);
    }
}
