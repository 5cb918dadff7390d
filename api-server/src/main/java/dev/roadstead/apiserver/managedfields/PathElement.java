package dev.roadstead.apiserver.managedfields;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import dev.roadstead.apiserver.fault.ApiException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One step of a path: a field by its name, or an item of a list by its keys, its value or its index.
 *
 * @param text the name; keys as a JSON object with sorted names; a value as JSON; the index
 */
record PathElement(Kind kind, String text) implements Comparable<PathElement> {
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

    /** In the order in which FieldsV1 sorts them. */
    enum Kind {
        FIELD("f:"),
        KEY("k:"),
        VALUE("v:"),
        INDEX("i:");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    static PathElement field(String name) {
        return new PathElement(Kind.FIELD, name);
    }

    static PathElement value(JsonNode value) {
        return new PathElement(Kind.VALUE, canonical(value));
    }

    /** Of the fields that identify an item. */
    static PathElement key(SortedMap<String, JsonNode> keys) {
        StringBuilder json = new StringBuilder("{");
        keys.forEach((name, value) -> json.append(json.length() == 1 ? "" : ",")
                .append(quoted(name))
                .append(':')
                .append(canonical(value)));
        return new PathElement(Kind.KEY, json.append('}').toString());
    }

    /** As FieldsV1 writes it; null if it is not written so. */
    static @Nullable PathElement parse(String written) {
        if (written.length() < 2) {
            return null;
        }
        String text = written.substring(2);
        return switch (written.substring(0, 2)) {
            case "f:" -> field(text);
            case "k:" -> json(text) instanceof ObjectNode keys && !keys.isEmpty() ? key(sorted(keys)) : null;
            case "v:" -> {
                JsonNode value = json(text);
                yield value == null ? null : value(value);
            }
            case "i:" -> INDEX.matcher(text).matches() ? new PathElement(Kind.INDEX, text) : null;
            default -> null;
        };
    }

    /** As FieldsV1 writes it: {@code f:spec}, <code>k:{"name":"web"}</code>. */
    String written() {
        return kind.prefix.concat(text);
    }

    /** As people read it: {@code .spec}, {@code [name="web"]}. */
    @Override
    public String toString() {
        return switch (kind) {
            case FIELD -> "." + text;
            case KEY ->
                json(text) instanceof ObjectNode keys
                        ? keys.propertyStream()
                                .map(key -> key.getKey() + "=" + key.getValue())
                                .collect(Collectors.joining(",", "[", "]"))
                        : "[" + text + "]";
            case VALUE -> "[=" + text + "]";
            case INDEX -> "[" + text + "]";
        };
    }

    @Override
    public int compareTo(PathElement other) {
        return kind == other.kind ? text.compareTo(other.text) : kind.compareTo(other.kind);
    }

    private static SortedMap<String, JsonNode> sorted(ObjectNode keys) {
        SortedMap<String, JsonNode> sorted = new TreeMap<>();
        keys.properties().forEach(key -> sorted.put(key.getKey(), key.getValue()));
        return sorted;
    }

    /** As JSON; the same number is always written the same way. */
    private static String canonical(JsonNode value) {
        if (value.isTextual()) {
            return quoted(value.textValue());
        }
        if (!value.isNumber() || value.isIntegralNumber()) {
            return value.toString();
        }
        BigDecimal number = value.decimalValue().stripTrailingZeros();
        boolean whole = number.scale() <= 0 && number.precision() - number.scale() < 19;
        return whole ? Long.toString(number.longValue()) : number.toString();
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        return json.append('"').toString();
    }

    private static @Nullable JsonNode json(String text) {
        try {
            return DocumentReader.read(text.getBytes(StandardCharsets.UTF_8), Format.JSON);
        } catch (ApiException malformed) {
            return null;
        }
    }
}
