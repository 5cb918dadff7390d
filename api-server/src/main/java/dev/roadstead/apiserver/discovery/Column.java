package dev.roadstead.apiserver.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.roadstead.apiserver.jsonpath.JsonPath;
import dev.roadstead.apiserver.schema.ResourceDefinition.PrinterColumn;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A printer column with its path compiled. Beside the types of CustomResourceDefinitions it knows formats of our own:
 * {@code bytes} (see {@link ByteSize}), and for the core kinds {@code count} (entries of the objects or arrays at the
 * path), and for references at the path {@code reference} ({@code kind/name} in lower case), {@code typed-reference}
 * ({@code Kind/name}) and {@code namespaced-name} ({@code namespace/name}).
 */
record Column(PrinterColumn definition, JsonPath path) {
    static final PrinterColumn NAME = new PrinterColumn(
            "Name", "string", "name", "Unique within the kind and its namespace.", 0, ".metadata.name");
    static final PrinterColumn AGE = new PrinterColumn(
            "Age", "date", "", "Time since the object was created.", 0, ".metadata.creationTimestamp");

    static Column of(PrinterColumn definition) {
        return new Column(definition, JsonPath.parse(definition.jsonPath()));
    }

    /** The format that clients are told; ours mean nothing to them. */
    String publicFormat() {
        return switch (definition.format()) {
            case "bytes", "count", "reference", "typed-reference", "namespaced-name" -> "";
            case String format -> format;
        };
    }

    /** The cell for one object; a JSON null where there is nothing to show. */
    JsonNode cell(JsonNode object, Instant now) {
        if (definition.format().equals("count")) {
            return LongNode.valueOf(
                    path.all(object).stream().mapToLong(JsonNode::size).sum());
        }
        List<JsonNode> found = path.select(object);
        if (found.isEmpty()) {
            return NullNode.getInstance();
        }
        JsonNode cell = cell(found, now);
        return cell == null ? NullNode.getInstance() : cell;
    }

    private @Nullable JsonNode cell(List<JsonNode> found, Instant now) {
        JsonNode value = found.getFirst();
        return switch (definition.type()) {
            case "integer" -> value.isNumber() ? LongNode.valueOf(value.longValue()) : null;
            case "number" -> value.isNumber() ? DoubleNode.valueOf(value.doubleValue()) : null;
            case "boolean" -> value.isBoolean() ? BooleanNode.valueOf(value.booleanValue()) : null;
            case "date" -> value.isTextual() ? TextNode.valueOf(age(value.textValue(), now)) : null;
            default -> TextNode.valueOf(found.stream().map(this::text).collect(Collectors.joining(",")));
        };
    }

    private String text(JsonNode value) {
        String name = value.path("name").asText();
        return switch (definition.format()) {
            case "reference" -> value.path("kind").asText().toLowerCase(Locale.ROOT) + "/" + name;
            case "typed-reference" -> value.path("kind").asText() + "/" + name;
            case "namespaced-name" -> value.path("namespace").asText() + "/" + name;
            case "bytes" -> ByteSize.format(value.asText());
            default -> value.isValueNode() ? value.asText() : value.toString();
        };
    }

    private static String age(String timestamp, Instant now) {
        try {
            return Age.format(Duration.between(Instant.parse(timestamp), now));
        } catch (DateTimeException e) {
            return "<invalid>";
        }
    }
}
