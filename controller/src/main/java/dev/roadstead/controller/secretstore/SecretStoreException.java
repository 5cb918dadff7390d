package dev.roadstead.controller.secretstore;

import org.jspecify.annotations.Nullable;

/** A content cannot be had now; the message says of which Secret, and what to do. */
public final class SecretStoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SecretStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
