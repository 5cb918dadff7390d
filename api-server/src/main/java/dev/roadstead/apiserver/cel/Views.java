package dev.roadstead.apiserver.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import dev.roadstead.apiserver.cel.ValueType.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON trees as CEL values, converted where an expression looks and nowhere else. Every look takes from the budget. */
final class Views {
    private final Budget budget;

    Views(Budget budget) {
        this.budget = budget;
    }

    /** The value; {@code node} is null where there is none, which only optional types stand. */
    Object view(ValueType type, @Nullable JsonNode node) {
        if (type instanceof ValueType.OptionalOf(ValueType inner)) {
            return node == null ? Optional.empty() : Optional.of(view(inner, node));
        }
        if (node == null || node.isNull()) {
            return NullValue.NULL_VALUE;
        }
        return switch (type) {
            case ValueType.ObjectOf object when node.isObject() -> new Fields(object, node);
            case ValueType.MapOf(ValueType values, ValueType.Limit ignored)
            when node.isObject() -> new Entries(values, node);
            case ValueType.ListOf(ValueType items, ValueType.Limit ignored)
            when node.isArray() -> new Items(items, node);
            case ValueType.Scalar scalar -> scalar(scalar.kind(), node);
            default -> untyped(node);
        };
    }

    private Object scalar(Kind kind, JsonNode node) {
        if (node.isTextual()) {
            budget.characters(node.textValue().length());
        }
        boolean text = node.isTextual();
        if (text && kind == Kind.TIMESTAMP) {
            return timestamp(node.textValue());
        }
        if (text && kind == Kind.DURATION) {
            return Durations.parse(node.textValue());
        }
        if (text && kind == Kind.BYTES) {
            return CelByteString.of(Base64.getDecoder().decode(node.textValue()));
        }
        return node.isNumber() && kind == Kind.NUMBER ? (Object) node.doubleValue() : untyped(node);
    }

    private Object untyped(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node);
            case ARRAY -> new Items(ValueType.ANY, node);
            case OBJECT -> new Entries(ValueType.ANY, node);
            default -> NullValue.NULL_VALUE;
        };
    }

    private static Object number(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        return node.doubleValue();
    }

    /** A time, or the first moment of a date. */
    private static Instant timestamp(String text) {
        try {
            return text.length() == "2006-01-02".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("\"" + text + "\" is neither a date nor a time", e);
        }
    }

    private final class Items extends AbstractList<Object> {
        private final ValueType type;
        private final JsonNode array;

        Items(ValueType type, JsonNode array) {
            this.type = type;
            this.array = array;
        }

        @Override
        public Object get(int index) {
            budget.step();
            return view(type, array.get(index));
        }

        @Override
        public int size() {
            return array.size();
        }
    }

    /** A map by its keys as they are. */
    private final class Entries extends Members {
        private final ValueType values;

        Entries(ValueType values, JsonNode object) {
            super(object);
            this.values = values;
        }

        @Override
        String jsonName(String name) {
            return name;
        }

        @Override
        ValueType type(String jsonName) {
            return values;
        }

        @Override
        String celName(String jsonName) {
            return jsonName;
        }
    }

    /** An object by its fields, whose names are escaped. */
    private final class Fields extends Members {
        private final ValueType.ObjectOf type;

        Fields(ValueType.ObjectOf type, JsonNode object) {
            super(object);
            this.type = type;
        }

        @Override
        String jsonName(String name) {
            return FieldNames.unescape(name);
        }

        @Override
        ValueType type(String jsonName) {
            return type.fields().getOrDefault(jsonName, ValueType.ANY);
        }

        @Override
        String celName(String jsonName) {
            String escaped = FieldNames.escape(jsonName);
            return escaped == null ? jsonName : escaped;
        }
    }

    private abstract class Members extends AbstractMap<String, Object> {
        private final JsonNode object;

        Members(JsonNode object) {
            this.object = object;
        }

        abstract String jsonName(String name);

        abstract ValueType type(String jsonName);

        abstract String celName(String jsonName);

        @Override
        public @Nullable Object get(Object key) {
            budget.step();
            if (!(key instanceof String name)) {
                return null;
            }
            String jsonName = jsonName(name);
            JsonNode value = object.get(jsonName);
            return value == null ? null : view(type(jsonName), value);
        }

        @Override
        public boolean containsKey(Object key) {
            budget.step();
            return key instanceof String name && object.has(jsonName(name));
        }

        @Override
        public int size() {
            return object.size();
        }

        @Override
        public Set<Map.Entry<String, Object>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public Iterator<Map.Entry<String, Object>> iterator() {
                    return object.propertyStream().map(Members.this::entry).iterator();
                }

                @Override
                public int size() {
                    return object.size();
                }
            };
        }

        private Map.Entry<String, Object> entry(Map.Entry<String, JsonNode> member) {
            budget.step();
            String name = member.getKey();
            return new SimpleImmutableEntry<>(celName(name), view(type(name), member.getValue()));
        }
    }
}
