package dev.roadstead.apiserver.cel;

import org.jspecify.annotations.Nullable;

/** What is known of the value of a part of an expression before there is one. */
sealed interface Shape {
    Shape UNKNOWN = new Made(Size.UNKNOWN, null, null);
    Shape SCALAR = new Made(Size.ONE, null, null);

    /** Of what is never there: the items of an empty list. */
    Shape NOTHING = new Nothing();

    Size size();

    /** Of the items of a list, the values of a map. */
    Shape element();

    /** Of the keys of a map. */
    Shape key();

    /** Of a field, as CEL writes its name. */
    Shape field(String name);

    /**
     * A value in an object.
     *
     * @param path in the object, such as {@code self.items[].name}, for messages
     */
    record Declared(ValueType type, String path) implements Shape {
        ValueType.Limit limit() {
            return switch (inner()) {
                case ValueType.Scalar scalar -> scalar.limit();
                case ValueType.ListOf list -> list.limit();
                case ValueType.MapOf map -> map.limit();
                default -> ValueType.Limit.NONE;
            };
        }

        private ValueType inner() {
            return type instanceof ValueType.OptionalOf(ValueType value) ? value : type;
        }

        @Override
        public Size size() {
            return Size.upTo(limit().most());
        }

        @Override
        public Shape element() {
            return switch (inner()) {
                case ValueType.ListOf list -> new Declared(list.items(), path + "[]");
                case ValueType.MapOf map -> new Declared(map.values(), path + "[]");
                default -> UNKNOWN;
            };
        }

        /** No schema can limit the keys of a map, and Kubernetes counts them as nothing. */
        @Override
        public Shape key() {
            return inner() instanceof ValueType.MapOf ? new Made(Size.ZERO, null, null) : UNKNOWN;
        }

        @Override
        public Shape field(String name) {
            if (inner() instanceof ValueType.ObjectOf object) {
                String field = FieldNames.unescape(name);
                ValueType found = object.fields().get(field);
                return found == null ? UNKNOWN : new Declared(found, path + "." + field);
            }
            return element();
        }
    }

    /**
     * A value that the expression makes.
     *
     * @param keys null if nothing is known of them
     * @param elements null if nothing is known of them
     */
    record Made(Size size, @Nullable Shape keys, @Nullable Shape elements) implements Shape {
        @Override
        public Shape element() {
            return elements == null ? UNKNOWN : elements;
        }

        @Override
        public Shape key() {
            return keys == null ? UNKNOWN : keys;
        }

        @Override
        public Shape field(String name) {
            return element();
        }
    }

    record Nothing() implements Shape {
        @Override
        public Size size() {
            return Size.ZERO;
        }

        @Override
        public Shape element() {
            return this;
        }

        @Override
        public Shape key() {
            return this;
        }

        @Override
        public Shape field(String name) {
            return this;
        }
    }

    static Shape ofSize(Size size) {
        return new Made(size, null, null);
    }

    static Shape list(Size size, Shape elements) {
        return new Made(size, UNKNOWN, elements);
    }

    /** Of a value that is either. */
    static Shape either(Shape a, Shape b) {
        if (a instanceof Nothing || a.equals(b)) {
            return b;
        }
        if (b instanceof Nothing) {
            return a;
        }
        Size size = a.size().or(b.size());
        return isUnknown(a.element()) || isUnknown(b.element())
                ? ofSize(size)
                : new Made(size, either(a.key(), b.key()), either(a.element(), b.element()));
    }

    private static boolean isUnknown(Shape shape) {
        return shape.equals(UNKNOWN);
    }
}
