package dev.roadstead.apiserver.protobuf;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The fields of a message by their numbers. Messages are made from the inside out, so none contains itself, and no body
 * nests deeper than its description.
 */
record Message(Map<Integer, Field> fields) {
    /** A value by itself. */
    enum Scalar {
        STRING(WireType.DELIMITED),
        /** 32 or 64 bits, with a sign. */
        INTEGER(WireType.VARINT),
        BOOLEAN(WireType.VARINT),
        /** Base64 in JSON. */
        BYTES(WireType.DELIMITED),
        /** RFC 3339 in JSON, in whole seconds. An empty message is no time at all. */
        TIME(WireType.DELIMITED),
        /** RFC 3339 in JSON, with microseconds. An empty message is no time at all. */
        MICRO_TIME(WireType.DELIMITED),
        /** A text in JSON; a message with that text. */
        QUANTITY(WireType.DELIMITED);

        private final WireType wireType;

        Scalar(WireType wireType) {
            this.wireType = wireType;
        }
    }

    /** What a field holds. */
    sealed interface Shape {
        /** Written even when it is zero, which therefore means absent: what is no pointer in Kubernetes' Go types. */
        record Plain(Scalar scalar) implements Shape {}

        /** Zero counts if it is written: what is a pointer in Kubernetes' Go types. */
        record Optional(Scalar scalar) implements Shape {}

        record Nested(Message message) implements Shape {}

        /** A message whose fields stand beside the others in JSON: what is embedded in Kubernetes' Go types. */
        record Inlined(Message message) implements Shape {}

        record Texts() implements Shape {}

        record Nesteds(Message message) implements Shape {}

        record Entries(Message entry) implements Shape {}

        record TextsEntries(Message entry) implements Shape {}
    }

    /**
     * One field.
     *
     * @param name in JSON
     */
    record Field(int number, String name, Shape shape) {
        WireType wireType() {
            return switch (shape) {
                case Shape.Plain(Scalar scalar) -> scalar.wireType;
                case Shape.Optional(Scalar scalar) -> scalar.wireType;
                case Shape.Nested _,
                        Shape.Inlined _,
                        Shape.Texts _,
                        Shape.Nesteds _,
                        Shape.Entries _,
                        Shape.TextsEntries _ -> WireType.DELIMITED;
            };
        }
    }

    static Message of(Field... fields) {
        return new Message(
                Arrays.stream(fields).collect(Collectors.toUnmodifiableMap(Field::number, Function.identity())));
    }

    static Field plain(int number, String name, Scalar scalar) {
        return new Field(number, name, new Shape.Plain(scalar));
    }

    static Field optional(int number, String name, Scalar scalar) {
        return new Field(number, name, new Shape.Optional(scalar));
    }

    static Field nested(int number, String name, Message message) {
        return new Field(number, name, new Shape.Nested(message));
    }

    /**
     * Fields of another message.
     *
     * @param name for messages about it alone
     */
    static Field inlined(int number, String name, Message message) {
        return new Field(number, name, new Shape.Inlined(message));
    }

    static Field texts(int number, String name) {
        return new Field(number, name, new Shape.Texts());
    }

    static Field list(int number, String name, Message message) {
        return new Field(number, name, new Shape.Nesteds(message));
    }

    static Field map(int number, String name, Scalar value) {
        return new Field(number, name, new Shape.Entries(entry(value)));
    }

    /** Values are lists of texts, which Kubernetes wraps in a message with the one field {@code items}. */
    static Field mapOfTexts(int number, String name) {
        Message values = of(texts(1, "items"));
        return new Field(
                number,
                name,
                new Shape.TextsEntries(of(optional(1, "key", Scalar.STRING), nested(2, "value", values))));
    }

    /** A message as the entry of a map is one, by the encoding's rules. */
    private static Message entry(Scalar value) {
        return of(optional(1, "key", Scalar.STRING), optional(2, "value", value));
    }
}
