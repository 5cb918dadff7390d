package dev.roadstead.controller.host;

import org.jspecify.annotations.Nullable;

/** An engine refused a call or did not answer it. */
public final class HostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public HostException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** What is wrong, decided once from the engine's answer. */
    public enum Kind {
        /** No connection, or no answer in time: nothing is known about the effect. */
        UNREACHABLE,
        /** The engine does not let us in, and will not until somebody changes a Secret, a key or a certificate. */
        BARRED,
        /** The image is neither here nor to be had. */
        IMAGE_UNAVAILABLE,
        /** A host port is taken by something else. */
        PORT_TAKEN,
        /** A Docker object of this name exists and is not ours. */
        FOREIGN,
        /** The engine, or the policy gate in front of it, does not accept what was asked. */
        REFUSED,
        /** The object is no longer there. */
        GONE,
        /** The container could not be started: no such program, not executable, wrong user, … */
        START_FAILED,
        /** Anything else that the engine answered. */
        ENGINE
    }
}
