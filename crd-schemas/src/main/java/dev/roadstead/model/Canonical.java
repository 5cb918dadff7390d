package dev.roadstead.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.crd.Default;
import dev.roadstead.crd.MayBeAbsent;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record's JSON without what it says only because of defaults: fields that equal their {@link Default}, and fields that
 * the record's constructor fills in alike ({@link MayBeAbsent}). So a field that a later version adds with a default leaves
 * the JSON of every older value as it was.
 */
final class Canonical {
    /** What reflection says of a record type; it never changes, so it is looked up once. */
    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return Shape.of(type);
        }
    };

    private Canonical() {}

    /** Removes from the tree what needs not be said; the tree is the record's. */
    static void strip(Object value, @Nullable JsonNode tree) {
        switch (value) {
            case Record made when tree instanceof ObjectNode object -> stripRecord(made, object);
            case List<?> items
            when tree != null -> {
                for (int i = 0; i < items.size(); i++) {
                    strip(items.get(i), tree.get(i));
                }
            }
            case Map<?, ?> entries
            when tree != null -> entries.forEach((key, item) -> strip(item, tree.get(String.valueOf(key))));
            default -> {}
        }
    }

    private static void stripRecord(Record value, ObjectNode tree) {
        Shape shape = SHAPES.get(value.getClass());
        @Nullable Object[] arguments = shape.read(value);
        for (int i = 0; i < arguments.length; i++) {
            Field field = shape.fields().get(i);
            JsonNode child = tree.get(field.name());
            if (arguments[i] == null || child == null) {
                continue;
            }
            strip(arguments[i], child);
            if (child.equals(field.standard()) || (field.mayBeAbsent() && shape.fillsIn(value, arguments, i))) {
                tree.remove(field.name());
            }
        }
    }

    /** @param standard the default as this record writes it; null if there is none */
    private record Field(
            String name, Method accessor, @Nullable JsonNode standard, boolean mayBeAbsent) {
        static Field of(RecordComponent component) {
            JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
            return new Field(
                    renamed == null ? component.getName() : renamed.value(),
                    component.getAccessor(),
                    standard(component),
                    component.isAnnotationPresent(MayBeAbsent.class));
        }

        private static @Nullable JsonNode standard(RecordComponent component) {
            Default written = component.getAnnotation(Default.class);
            if (written == null) {
                return null;
            }
            JsonMapper mapper = Json.mapper();
            try {
                JsonNode json = mapper.readTree(written.value());
                // A record's own defaults are gone from it by the time it is compared.
                return component.getType().isRecord()
                        ? json
                        : mapper.valueToTree(mapper.treeToValue(json, component.getType()));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(component + ": its default cannot be read: " + written.value(), e);
            }
        }
    }

    private record Shape(List<Field> fields, Constructor<?> constructor) {
        static Shape of(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            try {
                return new Shape(Arrays.stream(components).map(Field::of).toList(), type.getDeclaredConstructor(types));
            } catch (NoSuchMethodException e) {
                throw new AssertionError("every record has its canonical constructor", e);
            }
        }

        @Nullable
        Object[] read(Record value) {
            @Nullable Object[] values = new Object[fields.size()];
            try {
                for (int i = 0; i < values.length; i++) {
                    values[i] = fields.get(i).accessor().invoke(value);
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException("cannot read a " + value.getClass() + "; it has to be public", e);
            }
            return values;
        }

        /** Whether a value made without this field would be the same. */
        boolean fillsIn(Record value, @Nullable Object[] arguments, int field) {
            @Nullable Object[] without = arguments.clone();
            without[field] = constructor.getParameterTypes()[field] == boolean.class ? Boolean.FALSE : null;
            try {
                return value.equals(constructor.newInstance(without));
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException("cannot make a " + value.getClass() + "; it has to be public", e);
            }
        }
    }
}
