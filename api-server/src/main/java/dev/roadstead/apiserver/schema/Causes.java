package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.roadstead.apiserver.fault.Cause;
import java.util.Collection;
import java.util.stream.Collectors;

/** Causes worded as Kubernetes words them (apimachinery, "field errors"). Values are cut after 100 characters. */
public final class Causes {
    private static final int SHOWN = 100;

    private Causes() {}

    /**
     * A field is missing.
     *
     * @param detail what is missing and how to give it; may be empty
     */
    public static Cause required(FieldPath at, String detail) {
        String message = detail.isEmpty() ? "Required value" : "Required value: " + detail;
        return new Cause("FieldValueRequired", message, at.toString());
    }

    /** About the field as a whole: the message shows no value. */
    public static Cause invalid(FieldPath at, String expected) {
        return new Cause("FieldValueInvalid", "Invalid value: " + expected, at.toString());
    }

    public static Cause invalid(FieldPath at, JsonNode value, String expected) {
        return new Cause("FieldValueInvalid", "Invalid value: " + shown(value) + ": " + expected, at.toString());
    }

    public static Cause invalid(FieldPath at, String value, String expected) {
        return invalid(at, TextNode.valueOf(value), expected);
    }

    public static Cause typeInvalid(FieldPath at, JsonNode value, String expected) {
        return new Cause("FieldValueTypeInvalid", "Invalid value: " + shown(value) + ": " + expected, at.toString());
    }

    public static Cause notSupported(FieldPath at, JsonNode value, Collection<String> supported) {
        String values = supported.stream().sorted().map(Causes::quoted).collect(Collectors.joining(", "));
        return new Cause(
                "FieldValueNotSupported",
                "Unsupported value: " + shown(value) + ": supported values: " + values,
                at.toString());
    }

    public static Cause tooLong(FieldPath at, String expected) {
        return new Cause("FieldValueTooLong", "Too long: " + expected, at.toString());
    }

    public static Cause tooMany(FieldPath at, int found, String expected) {
        return new Cause("FieldValueTooMany", "Too many: " + found + ": " + expected, at.toString());
    }

    public static Cause duplicate(FieldPath at, JsonNode value) {
        return new Cause("FieldValueDuplicate", "Duplicate value: " + shown(value), at.toString());
    }

    public static Cause forbidden(FieldPath at, String why) {
        return new Cause("FieldValueForbidden", "Forbidden: " + why, at.toString());
    }

    /** The value as JSON, cut after 100 characters. */
    public static String shown(JsonNode value) {
        if (value.isMissingNode()) {
            return "null";
        }
        if (value.isTextual()) {
            return quoted(cut(value.textValue()));
        }
        // toString of a tree is linear in its size, and bodies are at most 3 MiB.
        return cut(value.toString());
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    /** At most 100 characters, with an ellipsis where some are missing. */
    public static String cut(String text) {
        if (text.length() <= SHOWN) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
        return text.substring(0, end) + "…";
    }
}
