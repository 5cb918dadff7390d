package dev.roadstead.controller.client;

import org.jspecify.annotations.Nullable;

/** A call that the API server refused or did not answer. */
public final class ApiCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;

    /**
     * @param code HTTP status; 0 when there was no answer
     * @param reason the Status object's reason: NotFound, AlreadyExists, Conflict, Invalid, Expired, …; empty when
     *     there was none
     */
    public ApiCallException(int code, String reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.reason = reason;
    }

    public int code() {
        return code;
    }

    public boolean notFound() {
        return code == 404;
    }

    public boolean alreadyExists() {
        return code == 409 && reason.equals("AlreadyExists");
    }

    /** Somebody else wrote first: read again and decide again. */
    public boolean conflict() {
        return code == 409 && !reason.equals("AlreadyExists");
    }

    /** The revision is older than what the server keeps: list again. */
    public boolean expired() {
        return code == 410;
    }

    /** Nothing is wrong with the request: the same one may be answered later. */
    public boolean mayPass() {
        return code == 0 || code == 429 || code >= 500;
    }

    /** The request itself is wrong; trying it again cannot help. */
    public boolean invalid() {
        return code == 400 || code == 422;
    }
}
