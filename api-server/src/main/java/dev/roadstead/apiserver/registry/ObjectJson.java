package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.json.Json;
import dev.roadstead.apiserver.store.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Set;

/** Trees from and to the bytes that are stored. */
final class ObjectJson {
    /** Numbers are nodes of the types that DocumentReader makes: nodes of different types are never equal. */
    private static final ObjectReader READER =
            Json.mapper().readerFor(ObjectNode.class).with(DeserializationFeature.USE_LONG_FOR_INTS);

    private static final ObjectWriter WRITER = Json.mapper().writer();

    private static final Comparator<JsonNode> BY_VALUE = ObjectJson::compareLeaves;

    private static final Set<String> TIES = Set.of("ownerReferences", Metadata.FINALIZERS, Metadata.DELETION_TIMESTAMP);

    private ObjectJson() {}

    /** A fresh tree, the caller's own. */
    static ObjectNode decode(byte[] json) {
        try {
            return READER.readValue(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a stored object is not JSON", e);
        }
    }

    /** Only what ties an object to others: owners, finalizers and the mark of a deletion, in its metadata. */
    static ObjectNode ties(byte[] json) {
        return CanonicalJson.metadata(json, TIES);
    }

    /** Whether the object has the mark of a deletion; parses nothing when no such word is in it. */
    static boolean isDeleting(byte[] json) {
        return CanonicalJson.mentions(json, Metadata.DELETION_TIMESTAMP) && Metadata.isDeleting(ties(json));
    }

    /** The form that is stored: canonical, without the resourceVersion. */
    static byte[] encode(ObjectNode object) {
        return CanonicalJson.encode(object);
    }

    /** The tree as it is, the resourceVersion included. */
    static byte[] plain(ObjectNode object) {
        try {
            return WRITER.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /** Equal in what they say: members in any order, numbers by value. */
    static boolean same(ObjectNode one, ObjectNode other) {
        return one.equals(BY_VALUE, other);
    }

    /** As {@link #same}, of any values. */
    static boolean sameValue(JsonNode one, JsonNode other) {
        return one.equals(BY_VALUE, other);
    }

    private static int compareLeaves(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }
}
