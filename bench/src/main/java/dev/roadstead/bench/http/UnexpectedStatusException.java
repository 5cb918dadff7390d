package dev.roadstead.bench.http;

import java.io.IOException;

/** A server answered something else than it should. */
public final class UnexpectedStatusException extends IOException {
    private final int status;

    UnexpectedStatusException(int expected, int status, String body) {
        super("expected status " + expected + ", got " + status + ": " + body);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
