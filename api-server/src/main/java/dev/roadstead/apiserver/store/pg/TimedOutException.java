package dev.roadstead.apiserver.store.pg;

/** The database did not answer in time; the connection that was asked is in an unknown state. */
final class TimedOutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TimedOutException(String message) {
        super(message);
    }
}
