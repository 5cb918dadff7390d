package dev.roadstead.controller.reconcile.backup;

/** The check command did not find what was restored right; the message says so to users. */
final class CheckFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    CheckFailedException(String message) {
        super(message);
    }
}
