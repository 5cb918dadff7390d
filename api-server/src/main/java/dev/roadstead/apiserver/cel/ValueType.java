package dev.roadstead.apiserver.cel;

import java.util.Map;

/** What an expression knows of a JSON value before it sees one. */
public sealed interface ValueType {
    ValueType ANY = new Scalar(Kind.ANY, false);

    /** The scalar types; dates, durations and bytes are strings in JSON. */
    enum Kind {
        ANY,
        BOOLEAN,
        INTEGER,
        NUMBER,
        STRING,
        TIMESTAMP,
        DURATION,
        BYTES
    }

    record Scalar(Kind kind, boolean nullable) implements ValueType {}

    record ListOf(ValueType items) implements ValueType {}

    record MapOf(ValueType values) implements ValueType {}

    /**
     * An object with known fields; others cannot be named.
     *
     * @param name unique among the types of one expression, shown in compile errors
     * @param fields by their JSON names
     */
    record ObjectOf(String name, Map<String, ValueType> fields) implements ValueType {}

    /** An optional value of a type: {@code oldSelf} of rules that also run when there is nothing old. */
    record OptionalOf(ValueType type) implements ValueType {}

    static ValueType of(Kind kind) {
        return new Scalar(kind, false);
    }
}
