package dev.roadstead.apiserver.http;

import org.jspecify.annotations.Nullable;

/** Nobody is left to answer. */
final class ClientGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClientGoneException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
