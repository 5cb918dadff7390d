package dev.roadstead.controller.host.docker;

import java.io.EOFException;
import java.io.IOException;
import javax.net.ssl.SSLHandshakeException;

/**
 * The way to an engine is barred: trying again cannot help until somebody changes a Secret, a key or a certificate. Its
 * message says which, and never shows a secret.
 */
public final class BarredException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Whether a TLS handshake failed for a certificate, on either side. Not so if the peer just went: it may be starting, or
     * the line broke.
     */
    public static boolean isVerdict(SSLHandshakeException failure) {
        return !(failure.getCause() instanceof EOFException);
    }

    public BarredException(String message) {
        super(message);
    }

    public BarredException(String message, Throwable cause) {
        super(message, cause);
    }
}
