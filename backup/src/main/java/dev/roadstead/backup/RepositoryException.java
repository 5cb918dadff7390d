package dev.roadstead.backup;

import org.jspecify.annotations.Nullable;

/** A repository cannot do what was asked. The message is a sentence for users, with what to do. */
public final class RepositoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public RepositoryException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public RepositoryException(Kind kind, String message) {
        this(kind, message, null);
    }

    public Kind kind() {
        return kind;
    }

    /** What is wrong. */
    public enum Kind {
        /** No answer, or none in time; may work later. */
        UNREACHABLE,
        /** The storage does not let us in, or not write. */
        DENIED,
        /** There is no such bucket, repository or backup. */
        NOT_FOUND,
        /** No room is left. */
        FULL,
        /** The password is not the repository's. */
        WRONG_KEY,
        /** What is stored is not what was stored: truncated, altered, missing. */
        DAMAGED,
        /** A tar stream that must not be kept or restored: its members leave the volume, or it ends too early. */
        REFUSED,
        /** Another process works on the repository and must not be disturbed; may work later. */
        LOCKED,
        /** A repository, or a manifest in it, of a version that this program does not know. */
        UNSUPPORTED
    }
}
