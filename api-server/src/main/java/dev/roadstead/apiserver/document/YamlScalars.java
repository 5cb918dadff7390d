package dev.roadstead.apiserver.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Values and keys of YAML scalars by the core schema (YAML 1.2.2, 10.3): {@code no} and {@code on} are strings. */
final class YamlScalars {
    private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();

    private YamlScalars() {}

    static JsonNode value(ScalarEvent event) {
        Tag tag = tag(event);
        String text = event.getValue();
        if (tag.equals(Tag.STR)) {
            return TextNode.valueOf(Scalars.encodable(text));
        }
        if (tag.equals(Tag.NULL)) {
            return NullNode.instance;
        }
        if (tag.equals(Tag.BOOL)) {
            return bool(event, text);
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return number(event, tag, text);
        }
        throw YamlReader.refuse(event, "the tag " + tag + " is not supported");
    }

    /** Scalar keys are taken by their text, so {@code 80: x} has the key "80". */
    static String key(Event event) {
        if (!(event instanceof ScalarEvent scalar)) {
            throw YamlReader.refuse(event, "a key must be a string");
        }
        if (tag(scalar).equals(Tag.NULL)) {
            throw YamlReader.refuse(event, "a key must not be empty");
        }
        return Scalars.encodable(scalar.getValue());
    }

    static boolean isMergeKey(Event event) {
        return event instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getTag().isEmpty()
                && scalar.getValue().equals("<<");
    }

    static void checkCollectionTag(CollectionStartEvent event) {
        Tag expected = event.getEventId() == Event.ID.MappingStart ? Tag.MAP : Tag.SEQ;
        String tag = event.getTag().orElse(expected.getValue());
        if (!tag.equals(expected.getValue()) && !tag.equals("!")) {
            throw YamlReader.refuse(event, "the tag " + tag + " is not supported");
        }
    }

    private static Tag tag(ScalarEvent event) {
        String explicit = event.getTag().orElse(null);
        if (explicit != null) {
            return explicit.equals("!") ? Tag.STR : new Tag(explicit);
        }
        return event.isPlain() ? RESOLVER.resolve(event.getValue(), true) : Tag.STR;
    }

    private static JsonNode bool(ScalarEvent event, String text) {
        return switch (text) {
            case "true", "True", "TRUE" -> BooleanNode.TRUE;
            case "false", "False", "FALSE" -> BooleanNode.FALSE;
            default -> throw YamlReader.refuse(event, "a value tagged !!bool must be true or false");
        };
    }

    private static JsonNode number(ScalarEvent event, Tag tag, String text) {
        JsonNode number;
        try {
            number = tag.equals(Tag.INT) ? integer(text) : Scalars.ofDouble(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            number = null;
        }
        if (number == null) {
            throw YamlReader.refuse(event, Scalars.NUMBER_RANGE);
        }
        return number;
    }

    private static @Nullable JsonNode integer(String text) {
        if (text.startsWith("0o")) {
            return LongNode.valueOf(Long.parseLong(text, 2, text.length(), 8));
        }
        if (text.startsWith("0x")) {
            return LongNode.valueOf(Long.parseLong(text, 2, text.length(), 16));
        }
        return LongNode.valueOf(Long.parseLong(text));
    }
}
