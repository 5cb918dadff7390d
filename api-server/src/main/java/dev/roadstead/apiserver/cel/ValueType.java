package dev.roadstead.apiserver.cel;

import java.util.Map;

/** What an expression knows of a JSON value before it sees one. */
public sealed interface ValueType {
    ValueType ANY = new Scalar(Kind.ANY, false, Limit.OF_REQUEST);

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

    /**
     * How large a value can be: the characters of a string, the items of a list, the entries of a map; 0 for all else.
     *
     * @param most at least 0
     * @param declared whether somebody said so; otherwise it is what a request can carry
     */
    record Limit(long most, boolean declared) {
        /** A string that fills a request of 3 MiB. */
        public static final Limit OF_REQUEST = new Limit((3 << 20) - 2, false);

        public static final Limit NONE = new Limit(0, true);
    }

    record Scalar(Kind kind, boolean nullable, Limit limit) implements ValueType {}

    record ListOf(ValueType items, Limit limit) implements ValueType {}

    record MapOf(ValueType values, Limit limit) implements ValueType {}

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
        return new Scalar(kind, false, kind == Kind.STRING || kind == Kind.BYTES ? Limit.OF_REQUEST : Limit.NONE);
    }
}
