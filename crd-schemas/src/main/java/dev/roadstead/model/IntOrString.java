package dev.roadstead.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/** A number or a name, as in Kubernetes. Exactly one of the two is present. */
public record IntOrString(
        @Nullable Integer number, @Nullable String name) {
    @JsonCreator
    public static IntOrString of(Object value) {
        return value instanceof Integer number
                ? new IntOrString(number, null)
                : new IntOrString(null, String.valueOf(value));
    }

    @JsonValue
    public @Nullable Object toJson() {
        return number != null ? number : name;
    }

    @Override
    public String toString() {
        return String.valueOf(toJson());
    }
}
