package dev.roadstead.apiserver.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.roadstead.apiserver.protobuf.Message.Field;
import dev.roadstead.apiserver.protobuf.Message.Scalar;
import dev.roadstead.apiserver.protobuf.Message.Shape;
import dev.roadstead.apiserver.protobuf.WireReader.Tag;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads a message by its description. */
final class MessageReader {
    private static final Message QUANTITY = Message.of(Message.plain(1, "string", Scalar.STRING));

    private MessageReader() {}

    static ObjectNode read(WireReader in, Message message) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        readInto(object, in, message);
        return object;
    }

    /** Of a field that comes twice the last value counts; messages are merged (the encoding's "Last One Wins"). */
    static void readInto(ObjectNode object, WireReader in, Message message) {
        while (in.hasMore()) {
            Tag tag = in.tag();
            Field field = message.fields().get(tag.number());
            if (field == null) {
                in.skip(tag.type());
                continue;
            }
            if (tag.type() != field.wireType()) {
                throw in.refuse(
                        tag.offset(),
                        field.name() + " has the wire type " + tag.type() + ", must be " + field.wireType());
            }
            readField(object, in, field);
        }
    }

    private static void readField(ObjectNode object, WireReader in, Field field) {
        String name = field.name();
        switch (field.shape()) {
            case Shape.Plain(Scalar scalar) -> {
                JsonNode value = scalar(in, name, scalar);
                put(object, name, value == null || isZero(value) ? null : value);
            }
            case Shape.Optional(Scalar scalar) -> put(object, name, scalar(in, name, scalar));
            case Shape.Nested(Message message) ->
                readInto(object.withObjectProperty(name), in.delimited(name), message);
            case Shape.Inlined(Message message) -> readInto(object, in.delimited(name), message);
            case Shape.Texts() ->
                object.withArrayProperty(name).add(in.delimited(name).text());
            case Shape.Nesteds(Message message) ->
                object.withArrayProperty(name).add(read(in.delimited(name), message));
            case Shape.Entries(Message message) -> {
                ObjectNode entry = read(in.delimited(name), message);
                String key = entry.path("key").asText("");
                object.withObjectProperty(name).put(key, entry.path("value").asText(""));
            }
            case Shape.TextsEntries(Message message) -> {
                ObjectNode entry = read(in.delimited(name), message);
                object.withObjectProperty(name)
                        .set(
                                entry.path("key").asText(""),
                                entry.withObjectProperty("value").withArrayProperty("items"));
            }
        }
    }

    private static void put(ObjectNode object, String name, @Nullable JsonNode value) {
        if (value == null) {
            object.remove(name);
        } else {
            object.set(name, value);
        }
    }

    /** Null for a time that is none. */
    private static @Nullable JsonNode scalar(WireReader in, String name, Scalar scalar) {
        return switch (scalar) {
            case STRING -> TextNode.valueOf(in.delimited(name).text());
            case INTEGER -> LongNode.valueOf(in.varint());
            case BOOLEAN -> BooleanNode.valueOf(in.varint() != 0);
            case BYTES ->
                TextNode.valueOf(
                        Base64.getEncoder().encodeToString(in.delimited(name).bytes()));
            case TIME -> text(Timestamps.seconds(in.delimited(name)));
            case QUANTITY ->
                TextNode.valueOf(
                        read(in.delimited(name), QUANTITY).path("string").asText("0"));
            case MICRO_TIME -> text(Timestamps.microseconds(in.delimited(name)));
        };
    }

    private static @Nullable JsonNode text(@Nullable String value) {
        return value == null ? null : TextNode.valueOf(value);
    }

    private static boolean isZero(JsonNode value) {
        return switch (value) {
            case TextNode text -> text.textValue().isEmpty();
            case LongNode number -> number.longValue() == 0;
            default -> !value.booleanValue();
        };
    }
}
