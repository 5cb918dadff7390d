package dev.roadstead.apiserver.store.sealed;

/** A stored body cannot be opened: its key is missing or another one, or the body is not what was stored. */
public final class SealException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SealException(String message) {
        super(message);
    }
}
