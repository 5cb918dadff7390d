package dev.roadstead.apiserver.document;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;

/** The one form of every message about unreadable text: what was read, where, what is wrong. */
final class Refusals {
    private Refusals() {}

    static ApiException refuse(String format, Position at, String problem) {
        return new ApiException(
                new ApiFault.BadRequest("the body is not acceptable " + format + ": " + at + ": " + problem));
    }

    static ApiException refuse(String format, String problem) {
        return new ApiException(new ApiFault.BadRequest("the body is not acceptable " + format + ": " + problem));
    }
}
