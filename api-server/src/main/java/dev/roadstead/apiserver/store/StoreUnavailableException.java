package dev.roadstead.apiserver.store;

import org.jspecify.annotations.Nullable;

/** The database did not answer, or not in time; the request may be tried again later. */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
