package dev.roadstead.controller.host.docker;

import java.io.IOException;

/**
 * The way to an engine is barred: trying again cannot help until somebody changes a Secret, a key or a certificate. Its
 * message says which, and never shows a secret.
 */
public final class BarredException extends IOException {
    private static final long serialVersionUID = 1L;

    public BarredException(String message) {
        super(message);
    }

    public BarredException(String message, Throwable cause) {
        super(message, cause);
    }
}
