package dev.roadstead.apiserver.managedfields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import dev.roadstead.apiserver.fault.ApiException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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
        return new PathElement(Kind.VALUE, canonical(value).toString());
    }

    /** Of the fields that identify an item. */
    static PathElement key(Map<String, JsonNode> keys) {
        ObjectNode sorted = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(keys).forEach((name, value) -> sorted.set(name, canonical(value)));
        return new PathElement(Kind.KEY, sorted.toString());
    }

    /** As FieldsV1 writes it; null if it is not written so. */
    static @Nullable PathElement parse(String written) {
        if (written.length() < 2) {
            return null;
        }
        String text = written.substring(2);
        return switch (written.substring(0, 2)) {
            case "f:" -> field(text);
            case "k:" ->
                json(text) instanceof ObjectNode keys && !keys.isEmpty()
                        ? key(keys.propertyStream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                        : null;
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

    /** The same number is always written the same way. */
    private static JsonNode canonical(JsonNode value) {
        if (!value.isNumber() || value.isIntegralNumber()) {
            return value;
        }
        BigDecimal number = value.decimalValue().stripTrailingZeros();
        return number.scale() <= 0 && number.precision() - number.scale() < 19
                ? JsonNodeFactory.instance.numberNode(number.longValue())
                : JsonNodeFactory.instance.numberNode(number);
    }

    private static @Nullable JsonNode json(String text) {
        try {
            return DocumentReader.read(text.getBytes(StandardCharsets.UTF_8), Format.JSON);
        } catch (ApiException malformed) {
            return null;
        }
    }
}
