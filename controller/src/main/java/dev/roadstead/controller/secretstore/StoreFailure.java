package dev.roadstead.controller.secretstore;

import org.jspecify.annotations.Nullable;

/** What a store did not do, and why. */
public final class StoreFailure extends Exception {
    private static final long serialVersionUID = 1;

    public StoreFailure(String message) {
        this(message, null);
    }

    StoreFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
