package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.store.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Trees from and to the bytes that are stored. */
final class ObjectJson {
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(ObjectNode.class);

    private ObjectJson() {}

    /** A fresh tree, the caller's own. */
    static ObjectNode decode(byte[] json) {
        try {
            return READER.readValue(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a stored object is not JSON", e);
        }
    }

    /** The form that is stored: canonical, without the resourceVersion. */
    static byte[] encode(ObjectNode object) {
        return CanonicalJson.encode(Metadata.withoutResourceVersion(object.deepCopy()));
    }

    /** Equal in what is stored, whatever the nodes' number types. */
    static boolean same(ObjectNode one, ObjectNode other) {
        return Arrays.equals(CanonicalJson.encode(one), CanonicalJson.encode(other));
    }
}
