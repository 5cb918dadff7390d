package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import io.vertx.core.MultiMap;

/** The query parameters of one request; a value of the wrong form is a BadRequest that names the parameter. */
record Query(MultiMap parameters) {
    /** The empty string when it is absent. */
    String text(String name) {
        String value = parameters.get(name);
        return value == null ? "" : value;
    }

    /** As Go reads booleans; a bare {@code ?watch} means true. */
    boolean flag(String name) {
        String value = parameters.get(name);
        return switch (value) {
            case null -> false;
            case "", "1", "t", "T", "true", "True", "TRUE" -> true;
            case "0", "f", "F", "false", "False", "FALSE" -> false;
            default -> throw bad(name, value, "true or false");
        };
    }

    /** The default when it is absent or empty. */
    long number(String name, long absent) {
        String value = text(name);
        if (value.isEmpty()) {
            return absent;
        }
        if (!value.matches("\\d{1,18}")) {
            throw bad(name, value, "a decimal number, 0 or more");
        }
        return Long.parseLong(value);
    }

    /** Whether {@code dryRun=All} is asked for. */
    boolean dryRun() {
        return switch (text("dryRun")) {
            case "" -> false;
            case "All" -> true;
            case String other -> throw bad("dryRun", other, "All");
        };
    }

    static ApiException bad(String name, String value, String expected) {
        return new ApiException(new ApiFault.BadRequest(
                "query parameter " + name + ": invalid value \"" + value + "\": expected " + expected));
    }
}
