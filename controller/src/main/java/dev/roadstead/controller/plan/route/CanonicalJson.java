package dev.roadstead.controller.plan.route;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** JSON in one spelling: fields in order, no blanks, ASCII only. Of maps with text keys, lists, texts, numbers and booleans. */
public final class CanonicalJson {
    private CanonicalJson() {}

    public static String of(Object value) {
        StringBuilder json = new StringBuilder();
        write(json, value);
        return json.toString();
    }

    private static void write(StringBuilder json, Object value) {
        switch (value) {
            case Map<?, ?> fields -> writeObject(json, fields);
            case List<?> items -> writeArray(json, items);
            case String text -> writeText(json, text);
            case Number number -> json.append(number);
            case Boolean bool -> json.append(bool);
            default -> throw new IllegalArgumentException("no JSON for a " + value.getClass());
        }
    }

    private static void writeObject(StringBuilder json, Map<?, ?> fields) {
        json.append('{');
        String between = "";
        for (Map.Entry<?, ?> field : new TreeMap<>(fields).entrySet()) {
            json.append(between);
            writeText(json, String.valueOf(field.getKey()));
            json.append(':');
            write(json, field.getValue());
            between = ",";
        }
        json.append('}');
    }

    private static void writeArray(StringBuilder json, List<?> items) {
        json.append('[');
        String between = "";
        for (Object item : items) {
            json.append(between);
            write(json, item);
            between = ",";
        }
        json.append(']');
    }

    private static void writeText(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c >= ' ' && c <= '~') {
                json.append(c);
            } else {
                json.append(String.format("\\u%04x", (int) c));
            }
        }
        json.append('"');
    }
}
