package dev.roadstead.apiserver.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The CEL types of the variables of one expression, and the objects among them by name. */
final class Types {
    /** The other types stand a comparison with null anyway. */
    private static final Set<ValueType.Kind> WRAPPABLE = EnumSet.of(
            ValueType.Kind.BOOLEAN,
            ValueType.Kind.INTEGER,
            ValueType.Kind.NUMBER,
            ValueType.Kind.STRING,
            ValueType.Kind.BYTES);

    private final Map<String, CelType> structs = new HashMap<>();

    private record Declared(ImmutableMap<String, CelType> structs) implements CelTypeProvider {
        @Override
        public ImmutableCollection<CelType> types() {
            return structs.values();
        }

        @Override
        public Optional<CelType> findType(String name) {
            return Optional.ofNullable(structs.get(name));
        }
    }

    /** The objects that were declared until now. */
    CelTypeProvider provider() {
        return new Declared(ImmutableMap.copyOf(structs));
    }

    /** Declares the objects in the type. */
    CelType celType(ValueType type) {
        return switch (type) {
            case ValueType.Scalar(ValueType.Kind kind, boolean nullable, ValueType.Limit ignored) ->
                nullable && WRAPPABLE.contains(kind) ? NullableType.create(scalar(kind)) : scalar(kind);
            case ValueType.ListOf(ValueType items, ValueType.Limit ignored) -> ListType.create(celType(items));
            case ValueType.MapOf(ValueType values, ValueType.Limit ignored) ->
                MapType.create(SimpleType.STRING, celType(values));
            case ValueType.OptionalOf(ValueType inner) -> OptionalType.create(celType(inner));
            case ValueType.ObjectOf object -> struct(object);
        };
    }

    private CelType struct(ValueType.ObjectOf object) {
        CelType known = structs.get(object.name());
        if (known != null) {
            return known;
        }
        ImmutableMap.Builder<String, CelType> written = ImmutableMap.builder();
        object.fields().forEach((name, type) -> {
            String escaped = FieldNames.escape(name);
            if (escaped != null) {
                written.put(escaped, celType(type));
            }
        });
        ImmutableMap<String, CelType> fields = written.buildOrThrow();
        StructType struct =
                StructType.create(object.name(), fields.keySet(), name -> Optional.ofNullable(fields.get(name)));
        structs.put(object.name(), struct);
        return struct;
    }

    private static CelType scalar(ValueType.Kind kind) {
        return switch (kind) {
            case ANY -> SimpleType.DYN;
            case BOOLEAN -> SimpleType.BOOL;
            case INTEGER -> SimpleType.INT;
            case NUMBER -> SimpleType.DOUBLE;
            case STRING -> SimpleType.STRING;
            case TIMESTAMP -> SimpleType.TIMESTAMP;
            case DURATION -> SimpleType.DURATION;
            case BYTES -> SimpleType.BYTES;
        };
    }
}
