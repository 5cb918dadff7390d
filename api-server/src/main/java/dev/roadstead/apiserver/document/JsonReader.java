package dev.roadstead.apiserver.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.roadstead.apiserver.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads one JSON document (RFC 8259). */
final class JsonReader {
    private static final String FORMAT = "JSON";

    /** Field names are not interned: they are the users', and there may be any number of them. */
    private static final JsonFactory FACTORY = Json.factory()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.DEPTH)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(1000)
                    .build())
            .build();

    private final JsonParser parser;

    private JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    static JsonNode read(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return new JsonReader(parser).checkedDocument();
        } catch (IOException e) {
            throw new UncheckedIOException("reading a string", e);
        }
    }

    private JsonNode checkedDocument() throws IOException {
        try {
            return document();
        } catch (StreamConstraintsException e) {
            throw Refusals.refuse(FORMAT, position(parser.currentLocation()), constraint(e));
        } catch (JsonProcessingException e) {
            throw Refusals.refuse(FORMAT, position(parser.currentLocation()), withoutQuotes(e.getOriginalMessage()));
        }
    }

    private JsonNode document() throws IOException {
        if (parser.nextToken() == null) {
            throw Refusals.refuse(FORMAT, "it is empty");
        }
        JsonNode root = value();
        if (parser.nextToken() != null) {
            throw refuse("there is more after the end of the document; send one document");
        }
        return root;
    }

    private JsonNode value() throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> TextNode.valueOf(Scalars.encodable(parser.getText()));
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> floatingPoint();
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            case VALUE_NULL -> NullNode.instance;
            case FIELD_NAME, END_ARRAY, END_OBJECT, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw refuse("unexpected " + token);
        };
    }

    private ObjectNode object() throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = Scalars.encodable(parser.currentName());
            if (object.has(name)) {
                throw refuse("duplicate field \"" + path() + "\"");
            }
            parser.nextToken();
            object.set(name, value());
        }
        return object;
    }

    private ArrayNode array() throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value());
        }
        return array;
    }

    private JsonNode integer() throws IOException {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw refuseNumber();
        }
        return LongNode.valueOf(parser.getLongValue());
    }

    private JsonNode floatingPoint() throws IOException {
        JsonNode number = Scalars.ofDouble(parser.getDoubleValue());
        if (number == null) {
            throw refuseNumber();
        }
        return number;
    }

    private RuntimeException refuseNumber() throws IOException {
        String number = parser.getText();
        String shown = number.length() > 40 ? number.substring(0, 40) + "…" : number;
        return refuse(path() + ": Invalid value: " + shown + ": " + Scalars.NUMBER_RANGE);
    }

    /** Of the value that is being read, as kubectl users know it: {@code spec.ports[0].hostPort}. */
    private String path() {
        StringBuilder path = new StringBuilder();
        for (JsonPointer step = parser.getParsingContext().pathAsPointer();
                step != null && !step.matches();
                step = step.tail()) {
            if (step.mayMatchElement()) {
                path.append('[').append(step.getMatchingIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getMatchingProperty());
            }
        }
        return path.isEmpty() ? "the document" : path.toString();
    }

    private RuntimeException refuse(String problem) {
        return Refusals.refuse(FORMAT, position(parser.currentTokenLocation()), problem);
    }

    private static Position position(JsonLocation location) {
        return new Position(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    private static String constraint(StreamConstraintsException e) {
        return e.getOriginalMessage().contains("nesting depth")
                ? "objects and arrays are nested deeper than " + Limits.DEPTH
                : Scalars.NUMBER_RANGE;
    }

    /** Jackson quotes the text that it stumbled over, which may be a secret. */
    private static String withoutQuotes(String message) {
        return message.lines().findFirst().orElse("syntax error").replaceAll("'[^']{2,}'", "text");
    }
}
