package dev.roadstead.egress;

import java.io.IOException;

/** A place that the server does not call; the message says which and why. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
        super(message);
    }
}
